import type { Environment } from '../config/environment';
import type { MachineSummary } from './report/result';
import { reportOf } from './report-of';
import type { Stand } from './stand';

const SHOWN = ['postfix', 'dovecot-core', 'opendkim', 'unbound', 'certbot', 'cloud-init', 'systemd'];

/** The machine as it stands: what it reports of itself, and which software does the work. */
export async function machineSummary(stand: Stand, environment: Environment): Promise<MachineSummary> {
  const instance = stand.account.instances()[0];
  const { state, at } = reportOf(stand, environment);
  const running = instance === undefined ? undefined : await facts(stand, instance.id, at);
  return {
    instance: instance?.id ?? 'none',
    instanceType: environment.machine.instanceType,
    image: 'Debian 13',
    state,
    packages: running?.packages ?? {},
    secondsToReady: running?.secondsToReady ?? 0,
  };
}

async function facts(stand: Stand, instanceId: string, at: string) {
  const query = ['dpkg-query', '-W', '-f', '${Package} ${Version}\\n', ...SHOWN];
  const { stdout } = await stand.world.exec(instanceId, query);
  const packages = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ', 2) as [string, string]),
  );
  // From the first process of this boot to the machine's own word.
  const { stdout: boot } = await stand.world.exec(instanceId, ['stat', '-c', '%Y', '/proc/1']);
  return { packages, secondsToReady: Math.max(0, Math.round(Date.parse(at) / 1000) - Number(boot)) };
}
