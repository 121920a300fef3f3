import type { Fault } from './fault';
import type { Ground } from './ground';
import { until } from '../world/shell';

const group = 'machine';
const NANO = 512 * 2 ** 20;

/** Takes memory until there is none, again and again; as a unit of its own, so that it can be ended. */
const hog = (ground: Ground, script: string) =>
  ground.sh(
    `systemd-run --quiet --collect --unit=hog --property=Restart=always --property=RestartSec=1 ` +
      `--property=StartLimitIntervalSec=0 ${script}`,
  );
const GREEDY = `python3 -c 'x = []\nwhile True: x.append(bytes(range(256)) * 4096)'`;

const daemons = ['postfix', 'opendkim', 'dovecot', 'unbound'];
const allActive = (ground: Ground) =>
  ground.sh(`systemctl is-active ${daemons.join(' ')} kitte-guard.socket kitte-clerk.socket`);

/** How often units were started anew since they were last told to, by name. */
const restarts = async (ground: Ground, units: readonly string[]) => {
  const text = await ground.sh(`systemctl show --property=Id,NRestarts ${units.join(' ')}`);
  return [...text.matchAll(/NRestarts=(\d+)\nId=(\S+?)\.service|Id=(\S+?)\.service\nNRestarts=(\d+)/g)]
    .map(([, one, name, other, two]) => ({ name: name ?? other ?? '', count: Number(one ?? two) }))
    .filter(({ count }) => count > 0);
};

const told = (list: readonly { name: string; count: number }[]) =>
  list.map(({ name, count }) => `${name} ${String(count)} times`).join(', ') || 'none';

const relieve = async (ground: Ground) => {
  await ground.sh('systemctl kill --signal=KILL hog || true; systemctl stop hog || true');
  await ground.world.limitMemory(ground.instance);
  await until('every daemon to be back by itself', 60_000, async () => {
    await allActive(ground);
    return true;
  });
};

export const memory: readonly Fault[] = [
  {
    id: 'machine-memory',
    group,
    name: '512 MiB for everything, and a program that takes all that is left again and again',
    client: 'served',
    plant: async (ground) => {
      await ground.world.limitMemory(ground.instance, NANO);
      await hog(ground, GREEDY);
    },
    during: async (ground, load) => {
      await load.accepts(30, 60_000);
      const greedy = await restarts(ground, ['hog']);
      if (greedy.length === 0) throw new Error('Memory was never short.');
      return `started anew: ${told([...greedy, ...(await restarts(ground, daemons))])}`;
    },
    heal: relieve,
  },
];
