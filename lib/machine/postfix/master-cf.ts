import { POLICY_PORTS } from '../limits/service';
import { daemons, withOptions } from './daemons';
import {
  CAME_FROM,
  ENVELOPE_MAP,
  ENVELOPES,
  HOMES,
  NULL_SENDER,
  OWNED,
  READ,
  RECIPIENTS,
  REPLIES,
  REPLIES_TO,
  RETURNED,
  RETURNED_BESIDE,
  RETURNED_CLASS,
  RETURNED_DOMAINS,
  ROLES,
  SUBMITTED_HEADERS,
  VIRTUAL,
} from './maps';

/** Where the machine tries its own submission: no stranger gets there, and its processes are nobody else's. */
export const OWN_PORTS = { submissions: 4465, submission: 4587 } as const;

const HEAD = '# What listens comes with the certificate\n';

/** The sync tries them one by one; the watch asks for a greeting beside it. */
const OWN_PROCESSES = 4;

const SUBMISSION_OPTIONS = [
  'milter_macro_daemon_name=SUBMISSION',
  'cleanup_service_name=submitted',
  'smtpd_hide_client_session=yes',
  'smtpd_sasl_auth_enable=yes',
  // Of a daemon's error too each answer counts: who hands in message after message meanwhile would hear 421.
  'smtpd_hard_error_limit=1000',
  `{ smtpd_recipient_restrictions = ${[`check_sender_access ${NULL_SENDER}`, ...accessOf(REPLIES, ...OWNED)].join(', ')} }`,
  `smtpd_end_of_data_restrictions=check_policy_service,inet:127.0.0.1:${POLICY_PORTS.postfix}`,
];

/**
 * `serving`: this machine has volume and address, else it listens for itself alone and what leaves waits. `closed`: it has
 * no certificate, and nothing listens at all: no plaintext, no half-open server. Port 25 is left out while no domain's
 * mail comes here.
 */
const PLACES = ['serving', 'standby'] as const;
const PORTS = ['closed', 'submission', 'inbound'] as const;

/**
 * A master.cf for each state of the machine, which the machine chooses among: which domains there are, and whether it
 * serves, is no matter of the user-data's, and no reboot.
 */
export function masterCfs(): Record<string, string> {
  return Object.fromEntries(
    PLACES.flatMap((place) =>
      PORTS.map((ports) => {
        const serving = place === 'serving';
        const open = ports === 'closed' ? '' : listeners(serving, ports === 'inbound');
        return [`master.cf.${place}.${ports}`, `${HEAD}${daemons(serving)}${open}`];
      }),
    ),
  );
}

function listeners(serving: boolean, inbound: boolean): string {
  // A process that has nobody left goes soon: a siege moves on to the next port, and all together must fit the memory.
  const smtpd = (service: string, options: readonly string[]) =>
    withOptions(`${serving ? '' : '127.0.0.1:'}${service} inet n - y - - smtpd`, [
      'max_idle=10s',
      ...options,
    ]);
  const implicit = ['smtpd_tls_wrappermode=yes', ...SUBMISSION_OPTIONS];
  const explicit = ['smtpd_tls_security_level=encrypt', ...SUBMISSION_OPTIONS];
  const own = (port: number, options: readonly string[]) =>
    withOptions(`127.0.0.1:${String(port)} inet n - y - ${OWN_PROCESSES} smtpd`, [
      'syslog_name=postfix/own',
      ...options,
    ]);
  const parts = [
    '# Submission over implicit TLS (RFC 8314)',
    smtpd('submissions', ['syslog_name=postfix/submissions', ...implicit]),
    '# Submission over STARTTLS (RFC 6409)',
    smtpd('submission', ['syslog_name=postfix/submission', ...explicit]),
    '# The same for the machine itself, which tries them: with processes that no stranger can hold',
    own(OWN_PORTS.submissions, implicit),
    own(OWN_PORTS.submission, explicit),
    // smtpd(8) has measured it, and a body encoded anew lies in the file twice. What is attached is not its header.
    // A CR alone would become a blank before any milter sees it: the clerk encodes it, or says why not.
    "# Submitted mail: drop what tells the client's network",
    withOptions('submitted unix n - y - 0 cleanup', [
      'cleanup_replace_stray_cr_lf=no',
      'message_size_limit=0',
      `virtual_alias_maps=${[REPLIES_TO, VIRTUAL, ROLES, ...READ, HOMES].join(',')}`,
      `header_checks=${SUBMITTED_HEADERS}`,
      'mime_header_checks=',
      'nested_header_checks=',
      // Return-Path in its own domain; the From header stays as written.
      'sender_canonical_classes=envelope_sender',
      `sender_canonical_maps=${ENVELOPE_MAP},${ENVELOPES}`,
    ]),
  ];
  const mail = [
    '# Bounces to any address, and mail to the role addresses; nothing is relayed, not even for us',
    smtpd('smtp', [
      'milter_macro_daemon_name=INBOUND',
      'cleanup_service_name=inbound',
      // A stranger could order a delivery report to whomever it names (RFC 3461 section 4.1).
      'smtpd_discard_ehlo_keywords=dsn,silent-discard',
      `smtpd_data_restrictions=check_sender_access,${CAME_FROM}`,
      'smtpd_milters=',
      'smtpd_client_restrictions=',
      'smtpd_relay_restrictions=reject_unauth_destination',
      `smtpd_restriction_classes=${RETURNED_CLASS}`,
      `{ ${RETURNED_CLASS} = check_recipient_access ${RETURNED_DOMAINS} }`,
      `{ smtpd_recipient_restrictions = ${[
        `check_recipient_access ${RECIPIENTS}`,
        `check_sender_access ${RETURNED}`,
        `check_sender_access ${RETURNED_BESIDE}`,
        `check_sender_access ${NULL_SENDER}`,
        ...accessOf(REPLIES, ...OWNED),
        'reject',
      ].join(', ')} }`,
    ]),
  ];
  return `${[...parts, ...(inbound ? mail : [])].join('\n')}\n`;
}

/** Restrictions that ask these tables about the recipient, one after the other. */
function accessOf(...tables: readonly string[]): string[] {
  return tables.map((table) => `check_recipient_access ${table}`);
}
