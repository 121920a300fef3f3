import type { ReceiverName } from './case';

/** What came of one message; JSON as it is. */
export interface Row {
  readonly id: string;
  readonly kind: string;
  readonly client: string;
  readonly what: string;
  /** What must come of it. */
  readonly right: 'whole' | 'refused' | 'either';
  readonly outcome: 'arrived' | 'refused' | 'lost';
  /** The server's last word, or the client's. */
  readonly words: string;
  /** Where it arrived. */
  readonly receivers: readonly ReceiverName[];
  /** Verdicts that were looked at and hold. */
  readonly held: number;
  /** Why some verdicts need not hold, where they do not. */
  readonly excused?: string;
  /** Everything that was not as it must be. */
  readonly failures: readonly string[];
}
