import type { Ground } from '../faults/ground';
import { status } from '../faults/word';
import { Load } from '../faults/load/load';
import { receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import { Besiegers } from './besiegers';
import { Peak } from './peak';
import type { Row } from './row';
import { forgotten, heard } from './siege';

/** The machine goes down in mid-siege and comes up while the siege goes on. */
export interface Outage {
  readonly id: string;
  readonly name: string;
  readonly happens: (ground: Ground) => Promise<unknown>;
}

export const OUTAGES: readonly Outage[] = [
  {
    id: 'siege-power-cut',
    name: '30 addresses besiege it; the power goes and comes back',
    happens: ({ world, instance }) => world.cutPower(instance),
  },
  {
    id: 'siege-reboot',
    name: '30 addresses besiege it; it reboots',
    happens: (ground) => ground.sh('systemctl reboot --no-block'),
  },
];

const ADDRESSES = 30;
const CONVERGES_MS = 60_000;
const SLOW_MS = 1_000;

const booted = async (ground: Ground) => (await ground.exec('stat', '-c', '%Y', '/proc/1')).trim();
/** What the machine found out in this boot: the note is gone with the one before. */
const state = async (ground: Ground) => (await status(ground)).state;

export const endured = (ground: Ground, outage: Outage): Promise<Row> =>
  Peak.during(ground, (peak) => besieged(ground, outage, peak));

async function besieged(ground: Ground, { id, name, happens }: Outage, peak: Peak): Promise<Row> {
  await forgotten(ground);
  const before = await booted(ground);
  const besiegers = Besiegers.start(ground.world, ground.sender, ADDRESSES);
  const failures: string[] = [];
  try {
    await besiegers.settled();
    const load = Load.start(ground.world, ground.sender, {
      ...{ mark: ground.mark(id), to: `reader@${receiverDomain}`, perSecond: 2 },
    });
    await load.accepts(2, 30_000);
    const begun = Date.now();
    await happens(ground);
    await until('the machine to converge in mid-siege', CONVERGES_MS, async () =>
      (await booted(ground)) !== before && (await state(ground)) === 'converged' ? true : undefined,
    );
    const converged = (Date.now() - begun) / 1000;
    const back = Date.now();
    await load.accepts(4, 30_000);
    const attempts = await load.stop();
    const since = attempts.filter(({ at }) => at > begun);
    const last = Math.max(
      begun,
      ...since.filter(({ outcome }) => outcome !== 'accepted').map(({ at }) => at),
    );
    const first = since.find(
      ({ outcome, at, begun: from }) => outcome === 'accepted' && at > last && at - from < SLOW_MS,
    );
    const after = heard(since.filter(({ begun: from }) => from > back));
    const permanent = since.filter(({ outcome }) => outcome === 'permanent').length;
    if (after.lost > 0) failures.push(`${String(after.lost)} of ${String(after.tries)} lost once it was up`);
    if (permanent > 0) failures.push(`${String(permanent)} were refused for good`);
    if (first === undefined) failures.push('no message took less than a second again');
    if (!besiegers.holds) failures.push('nobody besieged it when it was up');
    return {
      ...{
        id,
        group: 'outage',
        attack: name,
        held: `${String(besiegers.most)} of ${String(besiegers.wanted)}`,
      },
      ...heard(since),
      normalAfter: ((first?.at ?? Date.now()) - begun) / 1000,
      memory: peak.mebibytes,
      seen: `converged ${converged.toFixed(1)} s after it went; ${String(after.lost)} of ${String(after.tries)} lost from then on`,
      failures,
    };
  } finally {
    await besiegers.stop();
  }
}
