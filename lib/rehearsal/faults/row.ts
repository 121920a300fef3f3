import type { Client } from './fault';
import type { Balance } from './ledger';

/** What came of one fault; JSON as it is. */
export interface Row extends Balance {
  readonly id: string;
  readonly group: string;
  readonly fault: string;
  readonly client: Client;
  readonly seconds: number;
  /** What the client and the machine said meanwhile, where a case looks at it. */
  readonly seen: string;
  /** Why SMTP allows copies here, or nothing. */
  readonly copies: string;
  /** Everything that was not as it must be. */
  readonly failures: readonly string[];
}
