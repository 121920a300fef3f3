import type { CdkRun } from '../cdk';
import { until } from '../world/shell';
import { deploy, edit, mustFail, mustSucceed } from './config-file';
import type { Fault } from './fault';
import type { Ground } from './ground';
import type { Load } from './load/load';
import { lookAgain, spoken, well, word } from './word';

/**
 * One server takes another's place while mail comes in: queue, certificate and address move over, and move back when
 * the deploy rolls back.
 */
const group = 'replacement';

const account = ({ rehearsal }: Ground) => rehearsal.stand.account;
const ids = (ground: Ground) =>
  account(ground)
    .instances()
    .map(({ id }) => id);
const serial = async (ground: Ground) =>
  (await ground.sh('openssl x509 -in /etc/kitte/tls/chain.pem -noout -serial')).trim();

/** What must be the same whoever serves. */
interface Before {
  readonly instance: string;
  readonly certificate: string;
  /** How many events the account had seen. */
  readonly events: number;
}
let before: Before = { instance: '', certificate: '', events: 0 };
let queued = 0;

/** Debian has released an image, and the owner asks for it. With what a test breaks in the new machine. */
async function replace(
  ground: Ground,
  image: string,
  revision: number,
  spoil?: (exec: (script: string) => Promise<string>) => Promise<boolean>,
): Promise<CdkRun> {
  before = { instance: ground.instance, certificate: await serial(ground), events: ground.events.length };
  ground.rehearsal.stand.releaseImage(image);
  edit(ground, { machine: { image: { revision } } });
  let over = false;
  const run = deploy(ground).finally(() => (over = true));
  run.catch(() => undefined);
  if (spoil !== undefined)
    await until('the new machine to be spoiled', 300_000, async () => {
      const newcomer = ids(ground).find((id) => id !== before.instance);
      const exec = async (script: string) =>
        (await ground.world.exec(newcomer ?? '', ['sh', '-c', script])).stdout;
      return over || (newcomer !== undefined && (await spoil(exec))) ? true : undefined;
    });
  return run;
}

/** Throws with all that is not as it was, or is not as it should be. */
async function same(ground: Ground, instance: 'the old one' | 'another'): Promise<void> {
  const problems = [
    ...(ids(ground).length === 1 ? [] : [`there are the machines ${ids(ground).join(', ')}`]),
    ...((ground.instance === before.instance) === (instance === 'the old one')
      ? []
      : [`${ground.instance} serves, not ${instance}`]),
    ...(account(ground).instances()[0]?.publicIp() === ground.sender.address
      ? []
      : [`its address is ${String(account(ground).instances()[0]?.publicIp())}`]),
    ...((await serial(ground)) === before.certificate ? [] : ['the certificate is another']),
    ...(word(ground).state === 'converged' ? [] : [`it reports ${spoken(word(ground))}`]),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
}

/** The longest time in which nothing was accepted. */
function pause({ attempts }: Load): string {
  const times = attempts.filter(({ outcome }) => outcome === 'accepted').map(({ at }) => at);
  const gaps = times.slice(1).map((at, index) => (at - (times[index] ?? at)) / 1000);
  return `nothing was accepted for ${Math.max(0, ...gaps).toFixed(1)} s at most`;
}

/** Throws unless volume and address went one after the other to these machines, each time in this order. */
function moved(ground: Ground, ...machines: readonly ('new' | 'old')[]): void {
  const expected = machines.flatMap((machine) => [
    `volume to the ${machine} one`,
    `address to the ${machine} one`,
  ]);
  const moves = ground.events.slice(before.events).flatMap(({ source, text }) => {
    const [, what, id] =
      (source === 'ec2' && /(attached to|associated with) (i-\w+)/.exec(text)) || ([] as string[]);
    if (what === undefined) return [];
    return `${what === 'attached to' ? 'volume' : 'address'} to the ${id === before.instance ? 'old' : 'new'} one`;
  });
  if (moves.join() !== expected.join()) throw new Error(`It moved otherwise: ${moves.join(', ')}.`);
}

export const replacement: readonly Fault[] = [
  {
    id: 'replacement-new-image',
    group,
    name: 'a new image: another machine takes over, with a queue that cannot be sent',
    client: 'served',
    plant: async (ground) => {
      await ground.world.blockPort25(true);
      await ground.waiting(20);
      mustSucceed(await replace(ground, 'ami-0fedcba9876543210', 2));
      // Nothing could leave since before the old machine went: what is queued came over.
      queued = await ground.queued();
      if (queued < 20) throw new Error(`Only ${String(queued)} messages came over in the queue.`);
    },
    during: async (ground, load) => {
      await same(ground, 'another');
      moved(ground, 'new');
      return `${String(queued)} messages came over in the queue; ${pause(load)}`;
    },
    heal: ({ world }) => world.blockPort25(false),
  },
  {
    id: 'replacement-never-ready',
    group,
    name: 'a new machine never becomes ready: the old one goes on',
    client: 'served',
    // Its packages cannot be installed.
    plant: async (ground) => {
      const run = await replace(ground, 'ami-0000000000000000b', 3, async (exec) => {
        for (const program of ['dpkg-query', 'dpkg'])
          await exec(`printf '#!/bin/sh\nexit 1\n' > /usr/bin/${program} && chmod 755 /usr/bin/${program}`);
        return true;
      });
      mustFail(run, /FAILURE signal/);
    },
    during: async (ground, load) => {
      // The one that failed spoke last.
      await lookAgain(ground);
      await well(ground);
      await same(ground, 'the old one');
      moved(ground);
      // The lease never left it.
      const others = load.attempts.filter(({ outcome }) => outcome !== 'accepted');
      if (others.length > 0)
        throw new Error(`${String(others.length)} attempts were turned down: ${load.words()}`);
      return pause(load);
    },
    heal: () => Promise.resolve(),
  },
  {
    id: 'replacement-given-back',
    group,
    name: 'a new machine breaks once it serves: queue, certificate and address go back',
    client: 'served',
    // It has proved itself and waits for the lease; what puts the logins in force fails from then on.
    plant: async (ground) => {
      const run = await replace(ground, 'ami-0000000000000000c', 4, async (exec) => {
        const proved = await exec('test -e /var/lib/kitte/signal.json && echo proved || true');
        if (proved.trim() !== 'proved') return false;
        await exec(`mv /usr/bin/openssl /usr/bin/openssl.away
printf '#!/bin/sh\n[ "$1" != passwd ] && exec /usr/bin/openssl.away "$@"\n' > /usr/bin/openssl
chmod 755 /usr/bin/openssl`);
        return true;
      });
      mustFail(run, /could not take this config: .*openssl passwd -6 failed/);
    },
    during: async (ground, load) => {
      await same(ground, 'the old one');
      moved(ground, 'new', 'old');
      return pause(load);
    },
    heal: () => Promise.resolve(),
  },
];
