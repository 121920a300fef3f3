import type { Talk } from '../world/client/talk';
import { until } from '../world/shell';
import type { Certified, Validity } from '../world/gateway/authority';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { letters, reported, syncNow, well } from './word';

const group = 'certificate';
const LIVE = '/etc/letsencrypt/live/kitte';
const CHAIN = '/etc/kitte/tls/chain.pem';
const SAVED = '/root/letsencrypt.saved';

const hostName = (ground: Ground) => ground.sender.environment.hostName;

/** The world's ACME server answers nobody. */
const acmeSilent = (ground: Ground) =>
  ground.world.disturb([
    { host: new URL(ground.sender.environment.certificate.directoryUrl).hostname, how: 'silent' },
  ]);

const put = (ground: Ground, path: string, text: string) =>
  ground.world.exec(ground.instance, ['sh', '-ec', 'umask 077; cat > "$0"', path], text);

/** As certbot lays them out; what it had is put aside. */
async function lay(ground: Ground, { key, certificate }: Certified): Promise<void> {
  await ground.sh(`test -e ${SAVED} || cp -a /etc/letsencrypt ${SAVED}`);
  await put(ground, `${LIVE}/privkey.pem`, key);
  for (const file of ['fullchain.pem', 'cert.pem']) await put(ground, `${LIVE}/${file}`, certificate);
}

/** In service as well, as if it had been there since it was made. */
async function serve(ground: Ground, validity: Validity): Promise<void> {
  const made = await ground.world.certify(hostName(ground), validity);
  await lay(ground, made);
  await put(ground, CHAIN, made.key + made.certificate);
  await ground.sh('postfix reload');
}

/** certbot's own run, as its timer starts it twice a day. */
const renew = (ground: Ground) => ground.sh('systemctl start certbot.service || true');

const served = async (ground: Ground) => (await ground.sh(`openssl x509 -in ${CHAIN} -noout -serial`)).trim();

let before = '';

/** The new certificate does not fit: the old one must stay in service, and the report must say so. */
function misfit(
  id: string,
  name: string,
  words: RegExp,
  make: (ground: Ground) => Promise<Certified>,
): Fault {
  return {
    id,
    group,
    name,
    client: 'served',
    plant: async (ground) => {
      before = await served(ground);
      await lay(ground, await make(ground));
      // What certbot runs when it has a new certificate.
      await ground.sh('! /etc/letsencrypt/renewal-hooks/deploy/kitte');
      await syncNow(ground);
    },
    during: async (ground) => {
      const said = await reported(
        ground,
        `${String(words)} as a warning`,
        ({ state, warning }) => state === 'converged' && words.test(warning),
      );
      if ((await served(ground)) !== before)
        throw new Error('The old certificate is not in service any more.');
      return said;
    },
    heal: async (ground) => {
      await ground.sh(`rm -rf /etc/letsencrypt && mv ${SAVED} /etc/letsencrypt`);
      await well(ground);
    },
  };
}

const MACHINE = '/etc/kitte/machine.json';

let facts = '';

/** As a deploy with this directory in the config leaves it, without its restart. */
async function nameAuthority(ground: Ground, directoryUrl: string): Promise<void> {
  facts = await ground.sh(`cat ${MACHINE}`);
  await put(ground, MACHINE, JSON.stringify({ ...(JSON.parse(facts) as object), directoryUrl }));
}

async function nameAuthorityOfBefore(ground: Ground): Promise<void> {
  await put(ground, MACHINE, facts);
  await well(ground, 150_000);
}

/** As if what fails had failed for two minutes: until then the machine only tries again (sync.py, PATIENCE). */
const lasted = (ground: Ground) =>
  ground.sh(
    `python3 -c 'import json, pathlib; file = pathlib.Path("/run/kitte/failing.json"); known = json.loads(file.read_text()); ` +
      `file.write_text(json.dumps({**known, "since": known["since"] - 120}))'`,
  );

/** Another authority: the old certificate stays in service until the new one is there. */
const authorities: readonly Fault[] = [
  {
    id: 'certificate-authority-absent',
    group,
    name: 'another authority is named, and there is none',
    client: 'served',
    plant: async (ground) => {
      before = await served(ground);
      await nameAuthority(ground, 'https://acme.nowhere.test/directory');
      await syncNow(ground);
    },
    during: async (ground) => {
      await lasted(ground);
      await syncNow(ground);
      const said = await reported(
        ground,
        'that the old certificate goes on serving',
        ({ state, reason }) => state === 'failed' && reason.includes('goes on serving'),
      );
      if ((await served(ground)) !== before)
        throw new Error('The old certificate is not in service any more.');
      return said;
    },
    heal: nameAuthorityOfBefore,
  },
  {
    id: 'certificate-authority-test',
    group,
    name: "an authority's test directory is named, while a certificate of the real one serves",
    client: 'served',
    plant: async (ground) => {
      before = await served(ground);
      const { origin } = new URL(ground.sender.environment.certificate.directoryUrl);
      await nameAuthority(ground, `${origin}/staging/directory`);
      await syncNow(ground);
    },
    during: async (ground) => {
      await well(ground, 60_000);
      if ((await served(ground)) === before) throw new Error('The old certificate is still in service.');
      return 'another certificate is in service';
    },
    heal: nameAuthorityOfBefore,
  },
];

/** A client that says nothing: master(8) ends its process when submission closes, and goes on. */
let silent: Talk | undefined;

export const certificate: readonly Fault[] = [
  {
    id: 'certificate-renewal-fails',
    group,
    name: 'ACME has not answered for weeks, the certificate ends in 15 days',
    client: 'served',
    plant: async (ground) => {
      await acmeSilent(ground);
      await serve(ground, { from: -75, to: 15 });
      await renew(ground);
      await syncNow(ground);
    },
    during: async (ground) => {
      const said = await reported(
        ground,
        'that it is not renewed, and why',
        ({ state, warning }) =>
          state === 'converged' && /it ends at \S+ \S+ UTC and is not renewed: \S/.test(warning),
      );
      await until('a letter to the postmaster', 40_000, async () =>
        (await letters(ground, 'Kitte: certificate')) > 0 ? true : undefined,
      );
      return `${said}; a letter to the postmaster`;
    },
    heal: async (ground) => {
      await ground.world.disturb([]);
      await ground.sh(`rm -rf ${SAVED}`);
      await renew(ground);
      await well(ground);
    },
  },
  {
    id: 'certificate-expired',
    group,
    name: 'the certificate is over and ACME does not answer; a client holds its connection',
    client: 'deferred',
    plant: async (ground) => {
      await ground.world.blockPort25(true);
      await ground.waiting(5);
      silent = await ground.world.client.talk({ host: hostName(ground), port: 587, tls: false });
      await silent.read();
      await acmeSilent(ground);
      await serve(ground, { from: -90, to: -0.001 });
      await syncNow(ground);
    },
    during: async (ground, load) => {
      // What was accepted goes out all the same.
      await ground.world.blockPort25(false);
      await until('the queue to be empty', 40_000, async () => {
        await ground.flush();
        return (await ground.queued()) === 0 ? true : undefined;
      });
      return `${load.words()}; the queue was sent; ${await reported(ground, 'that it ends', ({ warning }) =>
        warning.includes('is not renewed'),
      )}`;
    },
    heal: async (ground) => {
      await silent?.close();
      silent = undefined;
      await ground.world.blockPort25(false);
      await ground.world.disturb([]);
      await ground.sh(`rm -rf ${SAVED}`);
      // By itself: an authority is asked again 20 seconds after the first failure, a minute after the second.
      await well(ground, 150_000);
    },
  },
  misfit(
    'certificate-other-key',
    'the new certificate is of another key',
    /the new one is not used: it is of another key/,
    async (ground) => {
      const make = () => ground.world.certify(hostName(ground), { from: 0, to: 90 });
      const [one, other] = await Promise.all([make(), make()]);
      return { key: one.key, certificate: other.certificate };
    },
  ),
  misfit(
    'certificate-other-name',
    'the new certificate is for another name',
    /the new one is not used: it is over, or not for/,
    ({ world }) => world.certify('mail.example.org', { from: 0, to: 90 }),
  ),
  ...authorities,
];
