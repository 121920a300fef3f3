import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Sender } from '../judge/delivery';
import type { World } from '../world';
import { clientAddresses } from '../world/layout';
import { until } from '../world/shell';

const PROGRAM = join(__dirname, 'besieger.py');
const PORTS = [25, 465, 587] as const;
/** Silent, slow, half shaken, idle and busy: KINDS of besieger.py. */
const KINDS = 8;
/** No program of an address runs longer, whatever becomes of who started it. */
const LONGEST_S = 110;
/** The first two of the laptop's further addresses have work of their own. */
const SPARED = 2;

interface Count {
  readonly held: number;
  readonly most: number;
  readonly opened: number;
  readonly lost: number;
}

/** Strangers that hold as many connections as they can get, of every kind, on every port, and take back what they lose. */
export class Besiegers {
  private last: Count = { held: 0, most: 0, opened: 0, lost: 0 };
  private ended = false;

  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    readonly wanted: number,
  ) {
    createInterface({ input: process.stdout }).on('line', (line) => (this.last = JSON.parse(line) as Count));
    process.stderr.pipe(globalThis.process.stderr);
    process.on('close', () => (this.ended = true));
  }

  static start(world: World, { environment, address }: Sender, count: number, wanted = 1000): Besiegers {
    const addresses = clientAddresses.slice(SPARED, SPARED + count);
    const each = Math.max(1, Math.ceil(wanted / (addresses.length * PORTS.length * KINDS)));
    const job = {
      ...{ host: address, name: environment.hostName, domain: environment.domain },
      ...{ ports: PORTS, addresses, each, seconds: LONGEST_S },
    };
    const child = world.client.spawn(['python3', PROGRAM]);
    child.stdin.write(`${JSON.stringify(job)}\n`);
    return new Besiegers(child, each * addresses.length * PORTS.length * KINDS);
  }

  get most(): number {
    return this.last.most;
  }

  /** Whether they hold any connection now. */
  get holds(): boolean {
    return this.last.held > 0;
  }

  /** Resolves when they hold what they can get: no more than a second before. */
  async settled(): Promise<void> {
    let before = 0;
    let since = Date.now();
    await until('the siege to stand', 30_000, () => {
      if (this.last.held > before * 1.05) [before, since] = [this.last.held, Date.now()];
      return before > 0 && Date.now() - since > 2_000 ? true : undefined;
    });
  }

  async stop(): Promise<void> {
    this.process.kill('SIGTERM');
    await until('the besiegers to go', 10_000, () => (this.ended ? true : undefined));
  }
}
