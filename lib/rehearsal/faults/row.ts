import type { Client } from './fault';

/** What came of one fault; JSON as it is. */
export interface Row {
  readonly id: string;
  readonly group: string;
  readonly fault: string;
  readonly client: Client;
  readonly accepted: number;
  readonly delivered: number;
  readonly bounced: number;
  /** Serials of what was accepted and neither arrived nor came home. */
  readonly lost: readonly string[];
  /** Serials that arrived more often than once. */
  readonly duplicated: readonly string[];
  /** Of these, those for which neither the client's doubt nor the fault's own is a reason. */
  readonly multiplied: readonly string[];
  /** Attempts without a 250: the client tried again. */
  readonly refused: number;
  readonly seconds: number;
  /** What the client and the machine said meanwhile, where a case looks at it. */
  readonly seen: string;
  /** Why SMTP allows copies here, or nothing. */
  readonly copies: string;
  /** Everything that was not as it must be. */
  readonly failures: readonly string[];
}
