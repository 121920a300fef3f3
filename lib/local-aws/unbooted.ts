import { unsupported } from './errors';
import type { Fleet, ScriptEnd } from './fleet';

/**
 * Instances are there and run nothing: for apps whose stacks, not whose machines, are looked at. What waits for a machine's word,
 * as a creation policy does, waits until its time is up.
 */
export class Unbooted implements Fleet {
  readonly start = done;
  readonly stop = done;
  readonly terminate = done;
  readonly associate = done;
  readonly disassociate = done;
  readonly attachVolume = done;
  readonly detachVolume = done;
  readonly resizeVolume = done;
  readonly deleteVolume = done;
  readonly setInboundPorts = done;

  runScript(): Promise<ScriptEnd> {
    return Promise.reject(unsupported('a command for an instance, as none is booted'));
  }
}

const done = () => Promise.resolve();
