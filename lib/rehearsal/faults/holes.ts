import type { Fault } from './fault';
import type { Ground } from './ground';
import { queue } from './queue';
import { noSuchRecipient } from './receiver/answers';
import { dane } from './receiver/tls';

const group = 'holes';

async function healed(ground: Ground): Promise<void> {
  await ground.sh(
    'postconf -e milter_default_action=tempfail; systemctl start opendkim kitte-sync.timer; postfix reload',
  );
}

/** A fault of the suite on a server with another value of one of Postfix's settings. */
function loosened(
  fault: Fault,
  hole: Pick<Fault, 'id' | 'name'>,
  setting: string,
  value: (ground: Ground) => string,
): Fault {
  let before = '';
  const set = async (ground: Ground, to: string) => {
    await ground.exec('postconf', '-e', `${setting}=${to}`);
    await ground.exec('postfix', 'reload');
  };
  return {
    ...fault,
    ...hole,
    group,
    plant: async (ground) => {
      before = (await ground.exec('postconf', '-h', setting)).trim();
      await ground.exec('systemctl', 'stop', 'kitte-sync.timer');
      await set(ground, value(ground));
      await fault.plant(ground);
    },
    heal: async (ground) => {
      await fault.heal(ground);
      await set(ground, before);
      await ground.exec('systemctl', 'start', 'kitte-sync.timer');
    },
  };
}

/** Faults in which Kitte would break its promise. The suite must say so, or it shows nothing. */
export const HOLES: Readonly<
  Record<'lost' | 'unsigned' | 'turnedAway' | 'goneReturn' | 'unsignedReturn' | 'pastDane', Fault>
> = {
  lost: {
    id: 'holes-lost',
    group,
    name: 'an accepted message is thrown away',
    client: 'served',
    plant: ({ world }) => world.blockPort25(true),
    during: async (ground) => {
      await ground.waiting(10);
      // The oldest are under way: whoever has such a file open delivers it once the way is free, deleted or not.
      const messages = await queue(ground);
      const youngest = messages.reduce((one, other) => (other.arrival_time > one.arrival_time ? other : one));
      await ground.exec('postsuper', '-d', youngest.queue_id);
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
      await ground.sh(
        'systemctl stop kitte-sync.timer opendkim; postconf -e milter_default_action=reject; postfix reload',
      );
      await load.hears('a permanent answer', ['permanent'], 1, 30_000);
    },
    heal: healed,
  },
  goneReturn: loosened(
    { ...noSuchRecipient, during: () => Promise.resolve() },
    { id: 'holes-gone-return', name: 'what should come home is sent to a mailbox that is none' },
    'virtual_alias_maps',
    ({ envelopeSender }) => `inline:{{${envelopeSender}=nowhere@localhost}}`,
  ),
  unsignedReturn: loosened(
    noSuchRecipient,
    { id: 'holes-unsigned-return', name: 'what comes home is not signed' },
    'internal_mail_filter_classes',
    () => '',
  ),
  pastDane: loosened(
    dane,
    {
      id: 'holes-past-dane',
      name: 'mail goes on although the certificate is not the one of the TLSA record',
    },
    'smtp_tls_security_level',
    () => 'may',
  ),
};
