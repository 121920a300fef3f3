import { until } from '../world/shell';
import type { Fault } from './fault';
import type { Ground } from './ground';

const group = 'holes';

async function healed(ground: Ground): Promise<void> {
  await ground.sh(
    'postconf -e milter_default_action=tempfail; systemctl start opendkim kitte-sync.timer; postfix reload',
  );
}

/** Faults in which Kitte would break its promise. The suite must say so, or it shows nothing. */
export const HOLES: Readonly<Record<'lost' | 'unsigned' | 'turnedAway', Fault>> = {
  lost: {
    id: 'holes-lost',
    group,
    name: 'an accepted message is thrown away',
    client: 'served',
    plant: ({ world }) => world.blockPort25(true),
    during: async (ground) => {
      await ground.waiting(5);
      const [line = '{}'] = (await ground.sh('postqueue -j')).split('\n');
      await ground.exec('postsuper', '-d', (JSON.parse(line) as { queue_id: string }).queue_id);
    },
    heal: ({ world }) => world.blockPort25(false),
  },
  unsigned: {
    id: 'holes-unsigned',
    group,
    name: 'mail goes on without a signature when OpenDKIM is gone',
    client: 'served',
    plant: async (ground) => {
      await ground.sh(
        'systemctl stop kitte-sync.timer opendkim; postconf -e milter_default_action=accept; postfix reload',
      );
    },
    heal: healed,
  },
  turnedAway: {
    id: 'holes-turned-away',
    group,
    name: 'what OpenDKIM cannot sign is refused for good',
    client: 'served',
    plant: () => Promise.resolve(),
    during: async (ground, load) => {
      const { count } = load.since();
      await ground.sh(
        'systemctl stop kitte-sync.timer opendkim; postconf -e milter_default_action=reject; postfix reload',
      );
      await until('a permanent answer', 30_000, () => (count('permanent') > 0 ? true : undefined));
    },
    heal: healed,
  },
};
