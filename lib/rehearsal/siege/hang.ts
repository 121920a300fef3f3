import { receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import { Load } from '../faults/load/load';
import type { Ground } from '../faults/ground';
import { heard, unwell } from './siege';
import { Peak } from './peak';
import type { Row } from './row';

/** A part of the machine that stands still, as by SIGSTOP: it is there, keeps its sockets, and says nothing. */
export interface Hang {
  readonly id: string;
  readonly name: string;
  /** For sh(1) on the machine. */
  readonly stop: string;
  /** The units that are to be ended and started anew, and told of in the report. */
  readonly units: readonly string[];
  /** What the report says of each. @default - that it was started anew */
  readonly told?: RegExp;
  /** Nothing that a message passes: the client must not notice. */
  readonly beside?: true;
}

const whole = (unit: string) => `systemctl kill --signal=STOP ${unit}`;

/** A shorter patience than its own, for a test that does not wait so long; who is told of it is as always. */
const impatient = (unit: string, setting: string) =>
  `mkdir -p /run/systemd/system/${unit}.service.d; printf '[Service]\\n${setting}\\n' >/run/systemd/system/${unit}.service.d/zz-test.conf`;

/** A program that ends by itself in a moment is stopped in its middle. */
const midway = (unit: string) =>
  `systemctl start --no-block ${unit}; for _ in $(seq 200); do pid=$(systemctl show --property=MainPID --value ${unit}); ` +
  `if [ "$pid" != 0 ] && grep -q python3 "/proc/$pid/cmdline"; then kill -STOP "$pid" && break; fi; sleep 0.02; done`;

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
  {
    id: 'hang-beside',
    name: 'what follows the lease (kitte-holder), a sync, certbot and the watch itself stand still',
    beside: true,
    stop: [
      impatient('certbot', 'TimeoutStartSec=10s'),
      ...['kitte-holder', 'kitte-watch'].map((unit) => impatient(unit, 'WatchdogSec=10s')),
      'systemctl daemon-reload; systemctl restart kitte-holder kitte-watch',
      midway('certbot'),
      midway('kitte-sync'),
      whole('kitte-holder'),
      whole('kitte-watch'),
    ].join('\n'),
    units: ['certbot', 'kitte-holder', 'kitte-sync', 'kitte-watch'],
    told: /certbot did not end and was given up until its next time at .*kitte-holder did not answer and was started anew at .*kitte-sync did not end/,
  },
];

const PATIENCE_S = 90;
const AGAIN = 10;

/** The patience that the units have of themselves. */
export const patient = (ground: Ground) =>
  ground.sh('rm -f /run/systemd/system/*.service.d/zz-test.conf; systemctl daemon-reload');

/** Stops it under load; the machine itself must find out. */
export const hung = (ground: Ground, hang: Hang): Promise<Row> =>
  Peak.during(ground, (peak) => endured(ground, hang, peak));

async function endured(ground: Ground, { id, name, stop, units, beside }: Hang, peak: Peak): Promise<Row> {
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
  const met = heard(attempts);
  if (beside === true) failures.push(...unwell('the client', met));
  if (permanent > 0) failures.push(`${String(permanent)} were refused for good`);
  return {
    ...{ id, group: 'hang', attack: name, held: '-', ...met, normalAfter, memory: peak.mebibytes },
    seen: `${String(sent)} accepted, ${String(count)} counted; ${load.words()}`,
    failures,
  };
}

async function counted(ground: Ground): Promise<number> {
  const script =
    "import sqlite3; print(sqlite3.connect('/var/lib/kitte/guard/counts.sqlite').execute('SELECT coalesce(sum(messages), 0) FROM sent').fetchone()[0])";
  return Number(await ground.exec('runuser', '-u', 'kitte-guard', '--', 'python3', '-c', script));
}
