import { namesOf } from '../../config/names';
import type { Sender } from '../judge/delivery';
import type { Stand } from '../stand';
import type { Ground } from './ground';
import { fileModes } from './file-modes';
import { found, needlesFor, needlesForKey, type Needle } from './needles';
import { journal, outsidePlaces, processes, type Place } from './places';
import { numbered, type Row } from './row';

const GROUP = 'secrets';
/** Where a private key may lie, and no password anywhere; `fileModes` holds who may read these. */
const ALLOWED = [
  /^\/etc\/kitte\/dkim\/[^/]+\.pem$/,
  /^\/etc\/kitte\/tls\/chain\.pem$/,
  /^\/(etc\/letsencrypt|var\/lib\/kitte\/volume\/certificate)\/archive\/kitte\/privkey\d+\.pem$/,
  /^\/(etc\/letsencrypt|var\/lib\/kitte\/volume\/certificate)\/accounts\/.+\/private_key\.json$/,
];
const FOLDERS = ['/etc', '/home', '/opt', '/root', '/run', '/srv', '/tmp', '/usr/local', '/var'];
const PLANTED = '/var/tmp/kitte-planted';

/** No password and no private key of this very run stands anywhere but where it must. */
export async function secrets(ground: Ground, stand: Stand, sender: Sender): Promise<Row[]> {
  const next = numbered(GROUP);
  const needles = await needlesOf(ground, stand, sender);
  const sampled = await processes(ground, sender);
  const places = [...(await outsidePlaces(stand)), await journal(ground), sampled];
  const rows = [
    ...places.map((place) => clean(place, needles)),
    saw('the sampling saw a sync at work', sampled.text.includes('kitte.pyz sync')),
    await disk(ground, needles),
    ...planted(places[0] ?? { name: '', text: '' }, needles),
    await plantedOnDisk(ground, needles),
    ...(await fileModes(ground)),
  ];
  return rows.map((row) => ({ id: next(), ...row }));
}

async function needlesOf(ground: Ground, { account }: Stand, { environment }: Sender): Promise<Needle[]> {
  const names = namesOf(environment.name);
  const passwords = JSON.parse(account.readSecret(names.usersSecret) ?? '{}') as Record<string, string>;
  const keys = environment.dkim.selectors.map((selector) =>
    needlesForKey(
      `DKIM key ${selector}`,
      account.readParameter(`${names.dkim}/${environment.domain}/${selector}`) ?? '',
    ),
  );
  const tls = await ground.exec('cat', '/etc/kitte/tls/chain.pem');
  const acme = await ground.exec('sh', '-c', 'cat /etc/letsencrypt/accounts/*/directory/*/private_key.json');
  const { d } = JSON.parse(acme) as { d: string };
  return [
    ...Object.entries(passwords).flatMap(([login, password]) => [
      ...needlesFor(`password of ${login}`, password),
      ...needlesFor(`login and password of ${login}`, `\0${login}\0${password}`),
    ]),
    ...keys.flat(),
    ...needlesForKey('TLS key', tls),
    ...needlesFor('ACME key', d.slice(8, 56)),
  ];
}

function clean({ name, text }: Place, needles: readonly Needle[]): Omit<Row, 'id'> {
  const hits = found(needles, text);
  return {
    ...{ group: GROUP, case: name, sent: `${String(needles.length)} forms of the secrets, in ${size(text)}` },
    ...{ answer: hits.join(', ') || 'none', left: 'nothing', expected: 'none' },
    // An empty place was not read.
    pass: hits.length === 0 && text !== '',
  };
}

/** Every file of the machine; the needles go in by standard input, lest the search itself shows them. */
async function disk(ground: Ground, needles: readonly Needle[]): Promise<Omit<Row, 'id'>> {
  const files = await holding(ground, needles);
  const strays = files.filter((file) => !ALLOWED.some((allowed) => allowed.test(file)));
  return {
    ...{
      group: GROUP,
      case: `files in ${FOLDERS.join(' ')}`,
      sent: `${String(needles.length)} forms of the secrets`,
    },
    ...{ answer: strays.join(', ') || `none but ${files.join(', ')}`, left: 'nothing' },
    expected: 'none but the keys in their places',
    pass: strays.length === 0 && ALLOWED.every((allowed) => files.some((file) => allowed.test(file))),
  };
}

async function holding(ground: Ground, needles: readonly Needle[]): Promise<string[]> {
  const words = needles.map(({ text }) => text).filter((text) => !/[\0\n]/.test(text));
  const search = `grep -rlaF --devices=skip -f - ${FOLDERS.join(' ')} 2>/dev/null || true`;
  const { stdout } = await ground.world.exec(ground.instance, ['sh', '-c', search], `${words.join('\n')}\n`);
  return stdout.split('\n').filter(Boolean);
}

/** The scan can find: each form, put into a copy of a place, is found. */
function planted(place: Place, needles: readonly Needle[]): Omit<Row, 'id'>[] {
  const middle = Math.floor(place.text.length / 2);
  return [...new Set(needles.map(({ form }) => form))].map((form) => {
    const needle = needles.find((one) => one.form === form) as Needle;
    const copy = place.text.slice(0, middle) + needle.text + place.text.slice(middle);
    return saw(`a planted secret, ${form}`, found(needles, copy).includes(`${needle.what} (${form})`));
  });
}

async function plantedOnDisk(ground: Ground, needles: readonly Needle[]): Promise<Omit<Row, 'id'>> {
  const needle = needles.find(({ form }) => form.startsWith('base64')) as Needle;
  await ground.world.exec(ground.instance, ['sh', '-c', `cat > ${PLANTED}`], `x${needle.text}x`);
  const files = await holding(ground, needles);
  await ground.exec('rm', PLANTED);
  return saw(`a planted secret on the machine, ${needle.form}`, files.includes(PLANTED));
}

function saw(name: string, seen: boolean): Omit<Row, 'id'> {
  return {
    ...{ group: GROUP, case: name, sent: 'a test of the scan', answer: seen ? 'found' : 'not found' },
    ...{ left: 'nothing', expected: 'found', pass: seen },
  };
}

const size = (text: string) => `${String(Math.ceil(text.length / 1024))} KiB`;
