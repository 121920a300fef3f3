import type { Environment } from '../../config/environment';
import type { MachineFile } from '../file';

export const VIRTUAL = 'regexp:/etc/postfix/virtual';
export const ENVELOPE_MAP = 'regexp:/etc/postfix/envelope_sender';
export const SUBMITTED_HEADERS = 'regexp:/etc/postfix/submitted_headers';
export const ROLE_RECIPIENTS = 'regexp:/etc/postfix/role_recipients';
export const MILTER_HEADERS = 'regexp:/etc/postfix/milter_headers';
/** Written by the machine from the settings that it fetches. */
export const ALIASES = 'texthash:/etc/postfix/aliases';
export const NULL_SENDER = 'inline:{<>=OK}';

/** Files beside main.cf that its tables name. */
export function maps(environment: Environment): MachineFile[] {
  const files = [virtual(environment), submittedHeaders(environment)];
  if (environment.envelopeDomain !== environment.domain) files.push(envelopeSender(environment));
  if (environment.mx) files.push(roleRecipients(environment));
  return files;
}

function virtual({ domain, envelopeDomain, mx }: Environment): MachineFile {
  const home = mx
    ? [
        `${rolesAt(envelopeDomain)} $` + '{1}@localhost',
        '# A bounce to whoever sent it',
        `/@${escaped(envelopeDomain)}$/ bounces@localhost`,
      ]
    : [];
  const lines = ['# System mail stays here.', `/^root@${escaped(domain)}$/ root@localhost`, ...home];
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
  return { path: '/etc/postfix/role_recipients', content: `${rolesAt(envelopeDomain)} OK\n` };
}

/** A regular expression, so that a long domain stands here once. */
function rolesAt(domain: string): string {
  return `/^(postmaster|abuse|dmarc|bounces)@${escaped(domain)}$/`;
}

function escaped(name: string): string {
  return name.replaceAll('.', '\\.');
}
