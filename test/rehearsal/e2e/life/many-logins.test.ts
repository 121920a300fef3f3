import { createHash } from 'node:crypto';

import { gunzipSync } from 'fflate';

import { base, differs, Life, succeeded } from './life';
import { WELL } from './reporting-fleet';

/** More logins than the settings' one parameter has room for: each comes in parts then. */
const life = Life.of('many-logins');
const SETTINGS = '/kitte/prod/settings';
const NAME = 'a hundred logins';

const withLogins = (count: number) => ({
  ...base,
  users: Array.from({ length: count }, (_, index) => ({ login: `app-${String(index)}` })),
});

/** Reads as the machine does, with the hashes that it knows the parts by. */
function read(text = life.account.readParameter(SETTINGS) ?? '{}'): { logins: number; parts: string[] } {
  const { parts } = JSON.parse(text) as { parts?: { parent: string; count: number; sha256: string } };
  if (parts === undefined) return { logins: loginsIn(text), parts: [] };
  const names = Array.from({ length: parts.count }, (_, index) => `${parts.parent}/${String(index)}`);
  const packed = Buffer.from(
    names.map((name) => life.account.readParameter(name) ?? `missing: ${name}`).join(''),
    'base64',
  );
  if (createHash('sha256').update(packed).digest('hex') !== parts.sha256)
    throw new Error(`the parts are not those that the head names: ${names.join(', ')}`);
  return { logins: loginsIn(Buffer.from(gunzipSync(packed)).toString()), parts: names };
}

const loginsIn = (text: string) => (JSON.parse(text) as { users?: unknown[] }).users?.length ?? 0;
const passwords = () =>
  Object.keys(JSON.parse(life.account.readSecret('kitte/prod/users') ?? '{}') as object).length;

/** At every moment of a deploy what a machine would read, and what of it was not whole. */
async function watched<T>(act: () => Promise<T>): Promise<{ outcome: T; seen: number[]; torn: string[] }> {
  const seen = new Set<number>();
  const torn = new Set<string>();
  const look = () => {
    if (life.account.readParameter(SETTINGS) === undefined) return;
    try {
      seen.add(read().logins);
    } catch (error) {
      torn.add(error instanceof Error ? error.message : String(error));
    }
  };
  const looking = setInterval(look, 2);
  try {
    return { outcome: await act(), seen: [...seen], torn: [...torn] };
  } finally {
    clearInterval(looking);
  }
}

async function changes(step: string, act: () => ReturnType<Life['deploy']>, wanted: Wanted): Promise<void> {
  const before = life.account.readParameter(SETTINGS) === undefined ? [] : [read().logins];
  // A machine that cannot take the new settings goes back to those of before.
  life.fleet.word = (settings) =>
    read(settings).logins === wanted.tried ? { state: 'failed', reason: 'no' } : WELL;
  let torn: string[] = [];
  let seen: number[] = [];
  await life.step(
    NAME,
    step,
    async () => {
      const watch = await watched(act);
      ({ torn, seen } = watch);
      return watch.outcome;
    },
    async (run) => {
      const { logins, parts } = read();
      return [
        ...(wanted.fails === true ? [] : await succeeded(run)),
        ...(wanted.fails === true && run.exitCode === 0 ? ['the deploy succeeded'] : []),
        ...torn,
        ...differs(wanted.logins, logins),
        // What stands in Foundation by then is another matter.
        ...(wanted.fails === true ? [] : differs(wanted.logins, passwords())),
        ...differs(wanted.logins > 65, parts.length > 0),
        ...seen.filter((count) => ![...before, wanted.logins, wanted.tried].includes(count)).map(String),
      ];
    },
    () => `${String(read().logins)} logins in ${String(read().parts.length)} parts, never a mix`,
  );
}

interface Wanted {
  readonly logins: number;
  /** What a deploy that fails asked for. */
  readonly tried?: number;
  readonly fails?: true;
}

test('they deploy, grow and shrink, and what a failed deploy tried is taken back', async () => {
  await changes('a first deploy with 100', () => life.deploy(withLogins(100)), { logins: 100 });
  const { parts } = read();

  await changes('140, and the machine cannot take them', () => life.deploy(withLogins(140)), {
    logins: 100,
    tried: 140,
    fails: true,
  });
  expect(read().parts).toEqual(parts);

  await changes('one alone', () => life.deploy(withLogins(1)), { logins: 1 });
  expect(parts.filter((name) => life.account.readParameter(name) !== undefined)).toEqual([]);
}, 600_000);

test('what AWS has no room for is refused before anything is asked of it', async () => {
  await life.step(
    NAME,
    '1,500',
    () => life.deploy(withLogins(1500)),
    (run) => [
      ...differs(1, run.exitCode),
      ...(/users\n +received +the secret .* 1500 logins has [\d,]+ bytes\n +allowed +at most 65,536 bytes/.test(
        run.output,
      )
        ? []
        : ['the limit is not named']),
      ...differs(1, read().logins),
    ],
    () => 'refused with figure, limit and remedy; nothing changed',
  );
}, 120_000);
