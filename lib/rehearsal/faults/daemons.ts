import { encrypted, plain } from '../abuse/stages';
import { until } from '../world/shell';
import type { Fault } from './fault';
import type { Ground } from './ground';

const group = 'daemons';

/** A client killed between the receiver's 250 and its own note of it must send again. */
const COPIES = 'RFC 5321 section 4.5.4.1, RFC 1047';

/** Killed as a crash does it; nobody but the machine itself brings it back. */
const crash = (id: string, unit: string, name: string, more: Partial<Fault> = {}): Fault => {
  let before = '';
  return {
    id: `daemons-${id}`,
    group,
    name,
    client: 'served',
    plant: async (ground) => {
      before = await ground.mainPid(unit);
      await ground.exec('systemctl', 'kill', '--kill-whom=main', '--signal=KILL', unit);
    },
    during: (ground) => ground.restarted(unit, before),
    // What did not come back by itself is reported; the next fault wants it all the same.
    heal: (ground) => started(ground, unit),
    ...more,
  };
};

/** A child that dies before it did anything makes master(8) wait for a minute: so each time there is work between. */
const crashOfChild = (name: string): Fault => ({
  id: `daemons-postfix-${name}`,
  group,
  name: `Postfix's ${name} is killed three times`,
  client: 'served',
  plant: (ground) => killed(ground, name),
  during: async (ground, load) => {
    for (let more = 0; more < 2; more += 1) {
      await killed(ground, name);
      await load.accepts(10, 90_000);
    }
  },
  heal: () => Promise.resolve(),
  ...(name === 'smtp' ? { copies: COPIES } : {}),
});

async function killed(ground: Ground, name: string): Promise<void> {
  await until(`${name} to run`, 60_000, async () =>
    (await ground.sh(`pkill -KILL -x ${name} && echo killed || true`)).includes('killed') ? true : undefined,
  );
}

const stopped = (id: string, unit: string, name: string): Fault => ({
  id: `daemons-${id}`,
  group,
  name,
  client: 'deferred',
  plant: async (ground) => void (await ground.exec('systemctl', 'stop', unit)),
  heal: (ground) => started(ground, unit),
});

async function started(ground: Ground, unit: string): Promise<void> {
  await ground.exec('systemctl', 'start', unit);
}

const KEYS = '/etc/kitte/dkim';

export const daemons: readonly Fault[] = [
  crash('postfix', 'postfix', "Postfix's master is killed, and all of Postfix with it", { copies: COPIES }),
  ...['smtpd', 'cleanup', 'qmgr', 'smtp', 'tlsmgr'].map(crashOfChild),
  crash('opendkim', 'opendkim', 'OpenDKIM is killed'),
  crash('dovecot', 'dovecot', "Dovecot's master is killed"),
  {
    id: 'daemons-dovecot-auth',
    group,
    name: "Dovecot's auth process is killed",
    client: 'served',
    plant: async (ground) => void (await ground.sh("pkill -KILL -f '^dovecot/auth$'")),
    heal: () => Promise.resolve(),
  },
  crash('unbound', 'unbound', 'the resolver, unbound, is killed'),
  crash('holder', 'kitte-holder', "kitte's holder, which watches the lease, is killed"),
  crash('guard', 'kitte-guard', "kitte's guard, which counts, is killed"),
  crash('clerk', 'kitte-clerk', "kitte's clerk, which looks at messages before they are signed, is killed"),
  stopped('opendkim-stopped', 'opendkim', 'OpenDKIM is stopped and stays so'),
  {
    ...stopped('dovecot-stopped', 'dovecot', 'Dovecot is stopped and stays so'),
    // Whoever is connected asks it now.
    plant: async (ground) => {
      const { client } = ground.world;
      const talk = await encrypted(client, ground.sender, 587);
      await ground.exec('systemctl', 'stop', 'dovecot');
      const answer = await talk.say(`AUTH PLAIN ${plain(ground.sender.login, ground.sender.password)}`);
      await talk.close();
      if (!answer.startsWith('4'))
        throw new Error(`AUTH got ${answer}; a temporary answer (RFC 4954) is due`);
    },
  },
  {
    id: 'daemons-key-broken',
    group,
    name: 'the key that signs is cut off, and OpenDKIM started anew',
    client: 'deferred',
    plant: async (ground) => {
      await ground.sh(
        `systemctl stop kitte-sync.timer; for key in ${KEYS}/*.pem; do cp -p "$key" "$key.kept"; head -c 300 "$key.kept" > "$key"; done;` +
          ' systemctl restart opendkim || true',
      );
    },
    heal: async (ground) => {
      await ground.sh(
        `for key in ${KEYS}/*.pem; do mv "$key.kept" "$key"; done; systemctl restart opendkim; systemctl start kitte-sync.timer`,
      );
    },
  },
  {
    id: 'daemons-unbound-stopped',
    group,
    name: 'unbound is stopped and stays so: nobody is found',
    client: 'served',
    plant: async (ground) => void (await ground.exec('systemctl', 'stop', 'unbound')),
    during: (ground) => ground.waiting(10, 60_000),
    heal: (ground) => started(ground, 'unbound'),
  },
  {
    id: 'daemons-dns-servfail',
    group,
    name: "DNS answers SERVFAIL for the receiver's domain: its parent vouches for another key",
    client: 'served',
    plant: async (ground) => {
      await ground.world.dns.tear(true);
      await ground.exec('unbound-control', 'flush_zone', 'net');
      // Postfix's own client, as the queue's would ask.
      await until('no name to be found', 30_000, async () =>
        (await ground.sh('posttls-finger -c inbox.example.net 2>&1 || true')).includes('try again')
          ? true
          : undefined,
      );
    },
    during: (ground) => ground.waiting(10, 60_000),
    heal: async (ground) => {
      await ground.world.dns.tear(false);
      await ground.exec('unbound-control', 'flush_zone', 'net');
      await ground.exec('unbound-control', 'flush_bogus');
    },
  },
];
