import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';

import type { Lane } from './plan';
import { Quiet } from './quiet';
import type { Case, Tally } from './tally';

/** A lane that runs, and the way to its end. */
export interface Running {
  readonly lane: Lane;
  readonly started: number;
  readonly child: ChildProcess;
  readonly log: string;
  readonly over: Promise<void>;
  /** One that measures time has its server, and waits to be alone; any other never does. */
  readonly stands: Promise<void>;
  /** It is alone. */
  readonly go: () => void;
}

type Told = Case | { readonly broken: string };

/** Begins a lane: jest with its files, its words in a log of its own, its cases to the tally. */
export function begin(lane: Lane, tally: Tally, { root, temporary, logs, onCase }: LanePlaces): Running {
  const log = join(logs, `${lane.name}.log`);
  const out = openSync(log, 'w');
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const reporters = [`--reporters=${join(root, 'tools/suites/reporter.cjs')}`, '--reporters=default'];
  // Nothing else would end it when this process is killed: prctl(2), PR_SET_PDEATHSIG
  const argv = ['--pdeathsig', 'KILL', process.execPath, jest, '--runInBand', '--ci', ...reporters];
  const quiet = new Quiet(join(temporary, `${lane.name}.quiet`));
  const child = spawn('setpriv', argv, {
    cwd: root,
    env: {
      ...process.env,
      KITTE_LANE: lane.files.map(({ path }) => path).join(' '),
      TMPDIR: temporary,
      ...(lane.quiet ? quiet.env : {}),
    },
    stdio: ['ignore', out, out, 'ipc'],
    // Ctrl-C is this process's to answer.
    detached: true,
  });
  let told = 0;
  let failed = 0;
  child.on('message', (message: Told) => {
    if ('broken' in message) {
      tally.broken.push({ lane, why: message.broken });
      return;
    }
    told += 1;
    if (!message.passed && !message.skipped) failed += 1;
    tally.cases.push(message);
    onCase(message);
  });
  const over = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      tally.broken.push({ lane, why: String(error) });
      resolve();
    });
    child.once('close', (code, signal) => {
      // What went wrong outside a case: an error at the load, a signal, a file without a test.
      const silent = told === 0 || (code !== 0 && failed === 0);
      if (silent && !tally.broken.some((one) => one.lane === lane))
        tally.broken.push({ lane, why: `jest ended with ${String(signal ?? code)}, see ${log}` });
      resolve();
    });
  });
  const stands = lane.quiet ? quiet.asked(over) : new Promise<void>(() => undefined);
  return { lane, started: Date.now(), child, log, over, stands, go: () => quiet.grant() };
}

export interface LanePlaces {
  readonly root: string;
  /** Temporary files of every lane; gone at the end of the run. */
  readonly temporary: string;
  readonly logs: string;
  readonly onCase: (one: Case) => void;
}
