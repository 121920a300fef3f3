/** What the load's client is to do. */
export interface LoadJob {
  readonly host: string;
  readonly login: string;
  readonly password: string;
  readonly from: string;
  readonly to: string;
  /** Each message is `<mark>-<number>`; nothing else in the world has this mark. */
  readonly mark: string;
  /** New messages a second. */
  readonly perSecond: number;
  /** The one that is used; by turns 465 and 587 without it. */
  readonly port?: 465 | 587;
}

/** One try to hand in one message. Only `accepted` is a 250 after the whole of it. */
export interface Attempt {
  readonly serial: string;
  /** Milliseconds since the epoch, when it began and when it ended. */
  readonly begun: number;
  readonly at: number;
  readonly outcome: 'accepted' | 'temporary' | 'permanent' | 'unanswered';
  /** Whether the message was on its way when the connection ended: the server may have taken it unheard. */
  readonly doubtful: boolean;
  readonly answer: string;
}

export const serialHeader = (serial: string, domain: string) => `Message-ID: <${serial}@${domain}>`;

/** The serials of a mark that a text names as message ids, one for each mention. */
export function serialsIn(text: string, mark: string): string[] {
  return [...text.matchAll(/^Message-ID: <([\w-]+)@/gim)]
    .map(([, serial = '']) => serial)
    .filter((serial) => serial.startsWith(`${mark}-`));
}
