import type { Attempt } from '../faults/load/job';
import { Load } from '../faults/load/load';
import type { Ground } from '../faults/ground';
import { receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import { Besiegers } from './besiegers';
import { Peak } from './peak';
import { met, type Met, type Row } from './row';

/** How often the client sends by submission: twice as often as each port hears of it, as it takes them by turns. */
const PER_SECOND = 1;
const MAIL_EVERY_MS = 2_000;
const SLOW_MS = 1_000;
const NORMAL_S = 15;
const MIB = 2 ** 20;

/** What processes may have on a t4g.nano: 512 MiB, less what a container does not show, the kernel and AWS's agent. */
export const NANO = (512 - 112) * MIB;

export interface SiegeOptions {
  readonly addresses: number;
  /** Seconds that the client is watched. */
  readonly seconds: number;
  /** Bytes that the machine's processes may have. */
  readonly memory?: number;
  /** Connections that they want, all together. @default 1000 */
  readonly wanted?: number;
}

/** Nobody is known any more: the client too is a stranger when the siege begins. */
export async function forgotten(ground: Ground): Promise<void> {
  const script =
    "import sqlite3; c = sqlite3.connect('/var/lib/kitte/guard/counts.sqlite'); c.execute('DELETE FROM known'); c.commit()";
  await ground.exec('systemctl', 'stop', 'kitte-guard.service');
  await ground.exec('runuser', '-u', 'kitte-guard', '--', 'python3', '-c', script);
  await ground.exec('systemctl', 'start', 'kitte-guard.service');
  await until('nobody to be known', 30_000, async () =>
    (await ground.sh('nft list set inet kitte_door known')).includes('elements') ? undefined : true,
  );
}

/** A siege from so many addresses, and what a client meets that sends every two seconds on each port from another one. */
export const besieged = (ground: Ground, options: SiegeOptions): Promise<Row> =>
  Peak.during(ground, (peak) => siege(ground, options, peak));

async function siege(
  ground: Ground,
  { addresses, seconds, memory, wanted }: SiegeOptions,
  peak: Peak,
): Promise<Row> {
  const id = `siege-${String(addresses)}`;
  await forgotten(ground);
  const besiegers = Besiegers.start(ground.world, ground.sender, addresses, wanted);
  let watched: Watched;
  try {
    await besiegers.settled();
    watched = await watch(ground, ground.mark(id), seconds);
  } finally {
    await besiegers.stop();
  }
  const over = Date.now();
  await until('a message in less than a second', 60_000, async () =>
    (await mailed(ground)) < SLOW_MS ? true : undefined,
  );
  const normalAfter = (Date.now() - over) / 1000;
  const { client, inbound } = watched;
  const stressed = Number(await ground.sh("ps -C smtpd -o args= | grep -c 'stress=yes' || true"));
  return {
    ...{
      id,
      group: 'siege',
      attack: `${String(addresses)} ${addresses === 1 ? 'address' : 'addresses'}: silent, slow and busy on 25, 465, 587`,
    },
    held: `${String(besiegers.most)} of ${String(besiegers.wanted)}`,
    ...client,
    normalAfter,
    memory: peak.mebibytes,
    seen: `port 25: ${String(inbound.tries)} tries, ${String(inbound.lost)} lost, median ${String(Math.round(inbound.median))} ms`,
    failures: [
      ...unwell('submission', client),
      ...unwell('port 25', inbound),
      ...(besiegers.most === 0 ? ['nobody besieged it'] : []),
      ...(stressed > 0 ? [`${String(stressed)} smtpd are under stress after the siege`] : []),
      ...(normalAfter > NORMAL_S ? [`normal only after ${String(normalAfter)} s`] : []),
      ...(memory !== undefined && peak.bytes >= memory
        ? [`${String(peak.bytes)} bytes of memory were in use`]
        : []),
      ...(peak.killed > 0 ? [`${String(peak.killed)} processes were killed for want of memory`] : []),
    ],
  };
}

export const unwell = (where: string, { tries, lost, median }: Met): string[] => [
  ...(tries === 0 ? [`${where}: nothing was tried`] : []),
  ...(lost > 0 ? [`${where}: ${String(lost)} of ${String(tries)} lost`] : []),
  ...(median >= SLOW_MS ? [`${where}: the median is ${String(Math.round(median))} ms`] : []),
];

interface Watched {
  readonly client: Met;
  readonly inbound: Met;
}

async function watch(ground: Ground, mark: string, seconds: number): Promise<Watched> {
  const load = Load.start(ground.world, ground.sender, {
    ...{ mark, to: `reader@${receiverDomain}`, perSecond: PER_SECOND },
  });
  const end = Date.now() + seconds * 1000;
  const times: number[] = [];
  let lost = 0;
  while (Date.now() < end) {
    const begun = Date.now();
    await mailed(ground).then(
      (took) => times.push(took),
      () => (lost += 1),
    );
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, begun + MAIL_EVERY_MS - Date.now())));
  }
  return { client: heard(await load.stop(20_000)), inbound: met(times, lost) };
}

export function heard(attempts: readonly Attempt[]): Met {
  const through = attempts.filter(({ outcome }) => outcome === 'accepted');
  return met(
    through.map(({ begun, at }) => at - begun),
    attempts.length - through.length,
  );
}

/** A message to the postmaster by port 25, as any other server sends one; milliseconds, or why not. */
async function mailed(ground: Ground): Promise<number> {
  const begun = Date.now();
  const { environment } = ground.sender;
  const to = `postmaster@${environment.domain}`;
  const { accepted, response } = await ground.world.client.submit({
    ...{ host: environment.hostName, port: 25, tls: 'starttls' },
    envelope: { from: 'somebody@example.net', to: [to] },
    message: `From: somebody@example.net\r\nTo: ${to}\r\nSubject: hello\r\n\r\nHello.\r\n`,
  });
  if (!accepted) throw new Error(response);
  return Date.now() - begun;
}
