import { zonesOf } from '../../config/domains';
import type { Environment } from '../../config/environment';
import { isDelegated } from '../../dns/reverse-name';
import { SUBMISSION_PORTS } from '../../machine/ports';
import type { Verdict } from '../report/result';
import { reportOf } from '../report-of';
import type { Stand } from '../stand';
import { until } from '../world/shell';

/** The machine looks every half minute; a certificate takes some seconds more. */
const PATIENCE_MS = 120_000;

/** Before its zone is delegated a server can have no certificate: it must say so, and nothing may listen. */
export async function closed(stand: Stand, environment: Environment, address: string): Promise<Verdict> {
  const { state, reason } = reportOf(stand, environment);
  const doors = await Promise.all(
    [...Object.values(SUBMISSION_PORTS), 25].map(async (port) => {
      const { answers, error } = await stand.world.client.smtp({
        host: address,
        port,
        tls: 'none',
        commands: [],
      });
      return { port, shut: answers.length === 0, words: answers.join(' ') || (error ?? '') };
    }),
  );
  return {
    id: 'refusal',
    subject: 'everything, before there is a certificate',
    expected: 'waiting, nothing listens',
    seen: `${state}, ${doors.every(({ shut }) => shut) ? 'nothing listens' : 'something listens'}`,
    pass: state === 'waiting' && doors.every(({ shut }) => shut),
    words: [reason, ...doors.map(({ port, words }) => `${String(port)}: ${words}`)].join('; '),
  };
}

/** What the zone's owner does at the registrar. Resolves when the machine, by itself, has become ready. */
export async function delegate(stand: Stand, environment: Environment): Promise<void> {
  for (const zone of zonesOf(environment))
    if (!isDelegated(zone)) await stand.world.delegate(zone.name, true);
  await until('the machine to get its certificate and converge', PATIENCE_MS, () =>
    reportOf(stand, environment).state === 'converged' ? true : undefined,
  );
}
