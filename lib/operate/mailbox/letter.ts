/** A letter in the machine's own mailbox, as `kitte.mailbox` on the machine tells of it. What strangers wrote is as they wrote it. */
export interface Letter {
  /** Of its content: it stays, whatever comes or goes beside it. */
  readonly id: string;
  readonly bytes: number;
  /** ISO 8601 in UTC; empty where the mailbox does not say it. */
  readonly arrived: string;
  /** Envelope sender; empty for a notice. */
  readonly sender: string;
  /** Whom it was for, before any alias. */
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly kind: 'returned' | 'letter';
  /** Of what was returned: whom it did not reach, and the receiver's words. */
  readonly failed: readonly { readonly recipient: string; readonly status: string; readonly words: string }[];
}

export interface Mailbox {
  /** The newest, the oldest of them first. */
  readonly letters: readonly Letter[];
  /** Of all that lie there. */
  readonly total: number;
  readonly bytes: number;
}

export interface WholeLetter extends Letter {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  /** Characters of the text that are not shown. */
  readonly textLeft: number;
  readonly attached: readonly { readonly type: string; readonly name: string; readonly bytes: number }[];
  /** Octets of the letter that were not read. */
  readonly left: number;
}

export interface RawLetter {
  readonly id: string;
  readonly bytes: number;
  readonly left: number;
  /** As it lies there, in base64. */
  readonly raw: string;
}
