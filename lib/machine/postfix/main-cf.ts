import type { Environment } from '../../config/environment';
import { CLERK_PORT } from '../clerk/service';
import { POLICY_PORTS } from '../limits/service';
import { ALIASES, HOMES, MILTER_HEADERS, ROLES, VIRTUAL } from './maps';
import { queueTimes } from './queue-times';

/** A main.cf parameter that differs from Postfix's default or that others count on, and why in one line. */
interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly why: string;
}

interface Section {
  readonly title: string;
  readonly parameters: readonly Parameter[];
}

const CERTIFICATE_CHAIN = '/etc/kitte/tls/chain.pem';

export function mainCf(environment: Environment): string {
  const sections = [identity(), receiving(), tls(), signing(), sending(environment)];
  return sections.map(printSection).join('\n');
}

/** The names themselves come in the settings: see `fromSettings`. */
function identity(): Section {
  return {
    title: 'Identity',
    parameters: [
      { name: 'compatibility_level', value: '3.10', why: 'safe defaults of this release' },
      {
        name: 'inet_protocols',
        value: 'ipv4',
        why: 'EC2 names no IPv6 address (PTR)',
      },
      { name: 'mydestination', value: 'localhost', why: 'only system mail stays here' },
      { name: 'mynetworks', value: '127.0.0.0/8', why: 'no neighbour is trusted' },
    ],
  };
}

function receiving(): Section {
  return {
    title: 'What is accepted',
    parameters: [
      { name: 'alias_maps', value: ALIASES, why: 'where roles lead' },
      { name: 'biff', value: 'no', why: 'nobody to tell' },
      { name: 'disable_vrfy_command', value: 'yes', why: 'no address harvest' },
      { name: 'error_notice_recipient', value: 'postmaster@localhost', why: 'read here' },
      { name: 'expand_owner_alias', value: 'yes', why: 'forwards that fail come home' },
      { name: 'local_header_rewrite_clients', value: '', why: 'nothing is rewritten' },
      { name: 'message_reject_characters', value: '\\0', why: 'milters stop at a NUL' },
      { name: 'service_throttle_time', value: '1s', why: 'Dovecot may be back' },
      // Postfix's own values hang on whether all its processes were in use within a quarter of an hour.
      { name: 'smtpd_hard_error_limit', value: '20', why: 'a siege changes nothing' },
      { name: 'smtpd_junk_command_limit', value: '100', why: 'a siege changes nothing' },
      { name: 'smtpd_per_request_deadline', value: 'yes', why: 'a siege changes nothing' },
      { name: 'smtpd_starttls_timeout', value: '30s', why: 'a siege changes nothing' },
      { name: 'smtpd_timeout', value: '300s', why: 'a siege changes nothing' },
      {
        name: 'smtpd_client_restrictions',
        value: 'permit_sasl_authenticated, reject',
        why: 'port 25 has its own',
      },
      // smtpd takes `RCPT TO:<postmaster>` whatever the restrictions before it say.
      {
        name: 'smtpd_data_restrictions',
        value: 'permit_sasl_authenticated, reject',
        why: '<postmaster> came by no rule',
      },
      { name: 'smtpd_forbid_bare_newline', value: 'normalize', why: 'no SMTP smuggling' },
      { name: 'smtpd_helo_required', value: 'yes', why: 'RFC 5321 section 4.1.1.1' },
      {
        name: 'smtpd_relay_restrictions',
        value: 'permit_sasl_authenticated, reject',
        why: 'relays only for logins',
      },
      { name: 'smtpd_sasl_path', value: 'private/auth', why: "Dovecot's socket" },
      { name: 'smtpd_sasl_type', value: 'dovecot', why: 'passwords are checked by Dovecot' },
      {
        name: 'virtual_alias_maps',
        value: [VIRTUAL, ROLES, HOMES].join(', '),
        why: 'bounces are local mail',
      },
    ],
  };
}

function tls(): Section {
  return {
    title: 'TLS where we serve',
    parameters: [
      { name: 'smtpd_tls_auth_only', value: 'yes', why: 'no password in the clear' },
      { name: 'smtpd_tls_chain_files', value: CERTIFICATE_CHAIN, why: "from certbot's hook" },
      { name: 'smtpd_tls_exclude_ciphers', value: 'aNULL', why: 'none without certificate' },
      { name: 'smtpd_tls_loglevel', value: '1', why: 'a line a session' },
      { name: 'smtpd_tls_mandatory_protocols', value: '>=TLSv1.2', why: 'RFC 8996' },
      { name: 'smtpd_tls_protocols', value: '>=TLSv1.2', why: 'RFC 8996' },
      {
        name: 'smtpd_tls_security_level',
        value: 'may',
        why: 'submission: encrypt',
      },
      { name: 'tls_preempt_cipherlist', value: 'yes', why: 'our order' },
    ],
  };
}

function signing(): Section {
  const signers = `inet:127.0.0.1:${CLERK_PORT}, unix:opendkim/opendkim.sock`;
  return {
    title: 'Signed last',
    parameters: [
      { name: 'disable_mime_output_conversion', value: 'yes', why: 'nothing after it' },
      { name: 'internal_mail_filter_classes', value: 'bounce', why: 'bounces are signed too' },
      { name: 'milter_default_action', value: 'tempfail', why: 'nothing leaves unsigned' },
      { name: 'milter_header_checks', value: MILTER_HEADERS, why: 'what OpenDKIM cannot read' },
      { name: 'non_smtpd_milters', value: signers, why: 'sendmail is signed too' },
      {
        name: 'smtpd_milters',
        value: `${signers}, inet:127.0.0.1:${POLICY_PORTS.milter}`,
        why: 'clerk, signature, then count',
      },
      { name: 'smtputf8_autodetect_classes', value: 'verify', why: 'sendmail as by SMTP' },
    ],
  };
}

function sending({ queueLifetime }: Environment): Section {
  const { lifetime, maximalBackoff, minimalBackoff, runDelay } = queueTimes(queueLifetime);
  const seconds = (name: string, value: number, why: string) => ({ name, value: `${String(value)}s`, why });
  return {
    title: 'Sending',
    parameters: [
      seconds('bounce_queue_lifetime', lifetime, 'DKIM keys stay as long'),
      seconds('maximal_backoff_time', maximalBackoff, 'several tries in a life'),
      seconds('maximal_queue_lifetime', lifetime, 'DKIM keys stay as long'),
      seconds('minimal_backoff_time', minimalBackoff, 'several tries in a life'),
      seconds('queue_run_delay', runDelay, 'several tries in a life'),
      { name: 'smtp_dns_support_level', value: 'dnssec', why: 'DANE needs DNSSEC' },
      { name: 'smtp_tls_loglevel', value: '1', why: 'a line a session' },
      { name: 'smtp_tls_security_level', value: 'dane', why: 'TLSA, else opportunistic' },
    ],
  };
}

/**
 * What may change without the user-data: parts that follow it, in whose braces the machine writes what the settings,
 * the certificate and its memory say (`assets/machine/postfix/postconf.py`).
 */
export function fromSettings(): Record<string, string> {
  const names: Section = {
    title: 'Names',
    parameters: [
      { name: 'myhostname', value: '{hostName}', why: 'HELO is the name in force' },
      { name: 'myorigin', value: '{domain}', why: 'completes a name alone' },
      { name: 'virtual_alias_domains', value: '{served}', why: 'a host too is an MX, by its A record' },
    ],
  };
  const limits: Section = {
    title: 'From the settings',
    parameters: [
      // Who meets it makes Postfix harsh to all for a quarter of an hour.
      { name: 'default_process_limit', value: '{processes}', why: 'never met: nftables lets in fewer' },
      { name: 'smtpd_client_connection_count_limit', value: '{perAddress}', why: 'should nftables fail' },
      { name: 'message_size_limit', value: '{messageSize}', why: 'limits.messageSizeMiB' },
      { name: 'mailbox_size_limit', value: '{mailboxSize}', why: 'at least one message fits' },
      // Postfix itself would take a part of the message.
      { name: 'smtpd_recipient_limit', value: '{recipients}', why: 'kitte-clerk refuses before' },
    ],
  };
  return { 'main.cf.names': `\n${printSection(names)}`, 'main.cf.limits': `\n${printSection(limits)}` };
}

function printSection({ title, parameters }: Section): string {
  const lines = parameters.map(({ name, value, why }, at) => {
    const reason = parameters[at - 1]?.why === why ? '' : `# ${why}\n`;
    return `${reason}${`${name} = ${value}`.trimEnd()}\n`;
  });
  return `### ${title}\n${lines.join('')}`;
}
