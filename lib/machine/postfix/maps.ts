import type { Environment } from '../../config/environment';
import type { MachineFile } from '../file';

export const ALIASES = 'texthash:/etc/postfix/aliases';
export const VIRTUAL = 'texthash:/etc/postfix/virtual';
export const ENVELOPE_MAP = 'regexp:/etc/postfix/envelope_sender';
export const SUBMITTED_HEADERS = 'regexp:/etc/postfix/submitted_headers';
/** Written by the machine from the settings that it fetches. */
export const SENDER_LOGINS = 'texthash:/etc/postfix/sender_logins';
export const ROLE_RECIPIENTS = 'texthash:/etc/postfix/role_recipients';
export const NULL_SENDER = 'inline:{<>=OK}';

const ROLES = ['postmaster', 'abuse', 'dmarc', 'bounces'] as const;

/** Files beside main.cf that its tables name. */
export function maps(environment: Environment): MachineFile[] {
  const files = [aliases(environment), virtual(environment), submittedHeaders(environment)];
  if (environment.envelopeDomain !== environment.domain) files.push(envelopeSender(environment));
  if (environment.mx) files.push(roleRecipients(environment));
  return files;
}

/**
 * A forwarded role gets an owner, which becomes the envelope sender of what is forwarded: it passes
 * SPF, and its failures end in the bounces' mailbox instead of at a stranger.
 */
function aliases({ roleAddresses }: Environment): MachineFile {
  const roles = ROLES.flatMap((role) => {
    const address = roleAddresses[role];
    return address === undefined
      ? [`${role} kitte`]
      : [`${role} ${address}`, `owner-${role} bounces@localhost`];
  });
  const lines = [
    '# Roles lead where the config says, else to the mailbox /var/mail/kitte.',
    'mailer-daemon postmaster',
    'root postmaster',
    "# The machine's own test message",
    'kitte-probe /var/spool/kitte/probe',
    ...roles,
  ];
  return { path: '/etc/postfix/aliases', content: `${lines.join('\n')}\n` };
}

function virtual({ domain, envelopeDomain, mx }: Environment): MachineFile {
  const home = mx
    ? [
        ...ROLES.map((role) => `${role}@${envelopeDomain} ${role}@localhost`),
        '# A bounce to whoever sent it',
        `@${envelopeDomain} bounces@localhost`,
      ]
    : [];
  const lines = ['# System mail stays here.', `root@${domain} root@localhost`, ...home];
  return { path: '/etc/postfix/virtual', content: `${lines.join('\n')}\n` };
}

function submittedHeaders({ hostName }: Environment): MachineFile {
  const lines = [
    `if !/^Received: by ${escaped(hostName)} /`,
    '/^Received:/ IGNORE',
    'endif',
    '/^X-Originating-IP:/ IGNORE',
  ];
  return { path: '/etc/postfix/submitted_headers', content: `${lines.join('\n')}\n` };
}

function envelopeSender({ domain, envelopeDomain }: Environment): MachineFile {
  return {
    path: '/etc/postfix/envelope_sender',
    content: `/^(.+)@${escaped(domain)}$/ $` + `{1}@${envelopeDomain}\n`,
  };
}

function roleRecipients({ envelopeDomain }: Environment): MachineFile {
  const lines = ROLES.map((role) => `${role}@${envelopeDomain} OK`);
  return { path: '/etc/postfix/role_recipients', content: `${lines.join('\n')}\n` };
}

function escaped(name: string): string {
  return name.replaceAll('.', '\\.');
}
