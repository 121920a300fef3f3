import type { Ground } from './ground';
import type { Load } from './load/load';

/**
 * What the client must be told while the fault lasts. `served`: messages go on being accepted. `deferred`: once it is
 * planted nothing but temporary answers (4yz), or a connection without one. Nobody may ever be told 5yz: its client would give up.
 */
export type Client = 'served' | 'deferred';

/** One thing that breaks under load. */
export interface Fault {
  /** Lower case and dashes, unique; begins with the group. */
  readonly id: string;
  readonly group: string;
  readonly name: string;
  readonly client: Client;
  /** Whom the load writes to, where the fault concerns a recipient. */
  readonly to?: string;
  /** That the messages accepted while it lasted must come home, not arrive. */
  readonly returns?: true;
  /** Why SMTP itself allows one further copy of a message here, with its source. It is reported all the same. */
  readonly copies?: string;
  plant(ground: Ground): Promise<void>;
  /** What else must hold while it lasts; throws when it does not. A text is what was seen, for the row. */
  during?(ground: Ground, load: Load): Promise<string | void>;
  /** Leaves the server and the world as they were; called whatever went wrong before. */
  heal(ground: Ground): Promise<void>;
}
