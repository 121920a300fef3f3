/** The receivers that each message goes to. */
export const RECEIVERS = ['plain', 'strict', 'bare'] as const;
export type ReceiverName = (typeof RECEIVERS)[number];

/** Programs that send, each with a file of its own below clients/. */
export type ClientName =
  | 'smtplib'
  | 'bdat'
  | 'python'
  | 'nodemailer'
  | 'swaks'
  | 'msmtp'
  | 'phpmailer'
  | 'php'
  | 'django'
  | 'actionmailer'
  | 'alertmanager'
  | Relay
  | 'machine';

/** Whoever hands on the mail of a machine: it gets a message by sendmail(8). */
export const RELAYS = ['postfix', 'exim', 'opensmtpd', 'dma', 'nullmailer', 'cron'] as const;
export type Relay = (typeof RELAYS)[number];

/** What a case is told: its sender, and a recipient at each receiver whose local part is the case's id. */
export interface Given {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
}

/** What must come of a message. */
export type Right =
  /** It arrives and says what it said. */
  | { readonly kind: 'whole'; readonly returned?: readonly ReceiverName[] }
  /** It is refused for good, in words that name these. */
  | { readonly kind: 'refused'; readonly words: readonly RegExp[] }
  /** Made valid, or refused in words that name these: never cut, never put off for ever. */
  | { readonly kind: 'either'; readonly words: readonly RegExp[] };

export interface Case {
  readonly id: string;
  readonly kind: string;
  /** What is special about it, in a line. */
  readonly what: string;
  readonly client: ClientName;
  /**
   * Of the envelope.
   * @default - the login's own address
   */
  readonly from?: string;
  /**
   * Where it goes.
   * @default - to all
   */
  readonly receivers?: readonly ReceiverName[];
  /** Recipients beside those. */
  readonly also?: readonly string[];
  /** The whole message, latin1, for a client that composes none. */
  readonly raw?: (given: Given) => string;
  /** For one that composes: which of its own, or how. */
  readonly how?: string | ((given: Given) => object);
  /** Further words of the command line, or of MAIL FROM. */
  readonly options?: readonly string[];
  /** Verdicts that such a message cannot have, whoever sends it. The table says why. */
  readonly beyond?: { readonly verdicts: RegExp; readonly why: string };
  /** @default - whole */
  readonly right?: Right;
}

export const whole: Right = { kind: 'whole' };
export const refused = (...words: RegExp[]): Right => ({ kind: 'refused', words });
export const either = (...words: RegExp[]): Right => ({ kind: 'either', words });
