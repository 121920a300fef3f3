import { receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import { Load } from '../faults/load/load';
import type { Ground } from '../faults/ground';
import { heard } from './siege';
import type { Row } from './row';

/** A part of the machine that stands still, as by SIGSTOP: it is there, keeps its sockets, and says nothing. */
export interface Hang {
  readonly id: string;
  readonly name: string;
  /** For sh(1) on the machine. */
  readonly stop: string;
  /** The units that are to be ended and started anew, and told of in the report. */
  readonly units: readonly string[];
}

const whole = (unit: string) => `systemctl kill --signal=STOP ${unit}`;

export const HANGS: readonly Hang[] = [
  {
    id: 'hang-guard',
    name: 'what counts and limits (kitte-guard) stands still',
    stop: whole('kitte-guard'),
    units: ['kitte-guard'],
  },
  {
    id: 'hang-four',
    name: 'kitte-clerk, OpenDKIM, Dovecot and unbound stand still at once',
    stop: ['kitte-clerk', 'opendkim', 'dovecot', 'unbound'].map(whole).join('; '),
    units: ['kitte-clerk', 'opendkim', 'dovecot', 'unbound'],
  },
  {
    id: 'hang-postfix',
    name: "Postfix's master and queue manager stand still",
    stop: 'systemctl kill --kill-whom=main --signal=STOP postfix; pkill -STOP -x qmgr',
    units: ['postfix'],
  },
];

const PATIENCE_S = 60;
const AGAIN = 10;

/** Stops it under load; the machine itself must find out. */
export async function hung(ground: Ground, { id, name, stop, units }: Hang): Promise<Row> {
  await ground.sh('rm -f /var/lib/kitte/hung.json');
  const load = Load.start(ground.world, ground.sender, {
    ...{ mark: ground.mark(id), to: `reader@${receiverDomain}`, perSecond: 3 },
  });
  await load.accepts(5, 30_000);
  const before = await counted(ground);
  const acceptedBefore = load.attempts.filter(({ outcome }) => outcome === 'accepted').length;
  const begun = Date.now();
  await ground.sh(stop);
  const failures: string[] = [];
  await until(`${units.join(', ')} to be started anew`, PATIENCE_S * 1000, async () => {
    const told = await ground.sh('cat /var/lib/kitte/hung.json 2>/dev/null || true');
    return units.every((unit) => told.includes(`"${unit}"`)) ? true : undefined;
  }).catch((error: unknown) => failures.push(String(error)));
  await load.accepts(AGAIN, PATIENCE_S * 1000).catch((error: unknown) => failures.push(String(error)));
  const normalAfter = (Date.now() - begun) / 1000;
  const attempts = await load.stop();
  const accepted = attempts.filter(({ outcome }) => outcome === 'accepted').length;
  const doubtful = attempts.filter((attempt) => attempt.doubtful).length;
  const count = (await counted(ground)) - before;
  const sent = accepted - acceptedBefore;
  // What was under way at the first look may be on either side of it.
  if (count < sent - 2 || count > sent + doubtful + 2)
    failures.push(`${String(count)} messages were counted, ${String(sent)} accepted`);
  const permanent = attempts.filter(({ outcome }) => outcome === 'permanent').length;
  if (permanent > 0) failures.push(`${String(permanent)} were refused for good`);
  return {
    ...{ id, group: 'hang', attack: name, held: '-', ...heard(attempts), normalAfter, memory: 0 },
    seen: `${String(sent)} accepted, ${String(count)} counted; ${load.words()}`,
    failures,
  };
}

async function counted(ground: Ground): Promise<number> {
  const script =
    "import sqlite3; print(sqlite3.connect('/var/lib/kitte/guard/counts.sqlite').execute('SELECT coalesce(sum(messages), 0) FROM sent').fetchone()[0])";
  return Number(await ground.exec('runuser', '-u', 'kitte-guard', '--', 'python3', '-c', script));
}
