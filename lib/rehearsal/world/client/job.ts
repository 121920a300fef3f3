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

export type ClientJob =
  | { readonly kind: 'submit'; readonly submission: Submission }
  | { readonly kind: 'raw'; readonly raw: RawDialogue };
