export interface Submission {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly login?: string;
  readonly password?: string;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** The whole message, headers and all. */
  readonly message: string;
}

export interface Submitted {
  readonly accepted: boolean;
  /** The server's last word, or why there was none. */
  readonly response: string;
  readonly dialogue: readonly string[];
}

/** A dialogue command by command, for what a mail client would not do. */
export interface RawDialogue {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly commands: readonly string[];
}

export interface RawAnswer {
  /** The greeting first, then an answer to each command; lines of one answer joined by a line feed. */
  readonly answers: readonly string[];
  readonly error?: string;
}

/** Where a conversation begins. */
export interface Door {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly tls: boolean;
  /**
   * One of the laptop's addresses.
   * @default - the laptop's first
   */
  readonly from?: string;
}

/** A step of an open conversation. */
export type Step =
  /** Bytes as latin1 go out, then so many answers come in; `rest` means until the server closes. */
  | { readonly kind: 'send'; readonly bytes: string; readonly answers: number | 'rest' }
  | { readonly kind: 'secure' }
  | { readonly kind: 'close' };

/** What the wiretap heard: each message as it came over the wire, latin1, before any dot was taken out. */
export type Heard = readonly string[];

export type ClientJob =
  | { readonly kind: 'submit'; readonly submission: Submission }
  | { readonly kind: 'raw'; readonly raw: RawDialogue }
  | { readonly kind: 'open'; readonly door: Door }
  | { readonly kind: 'step'; readonly talk: number; readonly step: Step }
  | { readonly kind: 'listen'; readonly address: string }
  | { readonly kind: 'heard' };

/** How jobs reach the laptop and their outcomes come back: a JSON line each. */
export interface Order {
  readonly id: number;
  readonly job: ClientJob;
}

export interface Outcome {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}
