import { pickyDomain, receiverDomain } from '../layout';

export interface Door {
  readonly port: number;
  /** Of main.cf, each as `name = value`. */
  readonly settings: readonly string[];
}

/** A mailbox that the receiver has, but not at the door `choosy`. */
export const GONE = `gone@${receiverDomain}`;

/** What strict receivers look at before they take a message, by the recipient behind whom it stands; the name of a restriction. */
export const PICKY_RULES = {
  sender: 'reject_unknown_sender_domain',
  helo: 'reject_unknown_helo_hostname',
  reverse: 'reject_unknown_client_hostname',
  spf: 'spf_by_pyspf',
} as const;
export type PickyRule = keyof typeof PICKY_RULES;

const pickyAccess = Object.entries(PICKY_RULES)
  .map(([name, rule]) => `${name}@${pickyDomain}=${rule}`)
  .join(', ');

/**
 * Further ports of the receiver's Postfix, each with settings of its own; its firewall leads who comes for port 25 there.
 * They stand from the start: under load a reload deadlocks master(8) and postlogd(8), and the receiver answers nobody any more.
 */
export const doors = {
  greylisting: {
    port: 2601,
    settings: [
      'smtpd_recipient_restrictions = check_recipient_access static:{450 4.2.0 Greylisted, come again}',
    ],
  },
  choosy: {
    port: 2602,
    settings: [
      `smtpd_recipient_restrictions = check_recipient_access inline:{{${GONE}=550 5.1.1 No such mailbox}}`,
    ],
  },
  clear: { port: 2603, settings: ['smtpd_tls_security_level = none'] },
  /** As servers were before RFC 1869: a message in 7 bits, in lines, by DATA. */
  bare: {
    port: 2605,
    settings: [
      'smtpd_discard_ehlo_keywords = 8bitmime, smtputf8, chunking, dsn, pipelining, etrn, enhancedstatuscodes, silent-discard',
      'smtputf8_enable = no',
    ],
  },
  /** Each recipient is taken or refused by a rule of its own, so that one message tries them all. */
  picky: {
    port: 2606,
    settings: [
      'smtpd_helo_required = yes',
      `smtpd_recipient_restrictions = check_recipient_access inline:{${pickyAccess}}`,
      'smtpd_milters =',
    ],
  },
  /** The one cipher that it takes encrypts nothing: nobody has it, and every handshake fails. */
  cipherless: {
    port: 2604,
    settings: ['smtpd_tls_protocols = <=TLSv1.2', 'tls_medium_cipherlist = NULL-SHA256'],
  },
} as const satisfies Readonly<Record<string, Door>>;

/** As lines of master.cf. */
export const services: readonly string[] = Object.values(doors).map(
  ({ port, settings }) =>
    `${String(port)} inet n - n - - smtpd ${settings.map((setting) => `-o { ${setting} }`).join(' ')}`,
);
