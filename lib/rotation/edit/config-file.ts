import { randomUUID } from 'node:crypto';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Dkim, Environment } from '../../config/environment';
import { loadConfig } from '../../limits/load';
import { changesOf, edited } from './config-edit';
import { Uneditable } from './syntax';

/** A change of a config file that was tried: it is read back, and says what it should and nothing else. */
export interface Proposal {
  readonly before: string;
  readonly after: string;
  /** Throws when the file is no longer what it was. */
  write(): Promise<void>;
}

/** A change of a domain's keys, by the environment as that domain sees it. Throws `Uneditable` where it is not certain. */
export function propose(
  path: string,
  environments: readonly Environment[],
  view: Environment,
  dkim: Dkim,
): Promise<Proposal> {
  const { name, domain } = view;
  const whole = environments.find((each) => each.name === name) ?? view;
  return proposed(path, environments, withKeys(whole, domain, dkim), (source) =>
    edited(source, name, changesOf(view.dkim, dkim), domain),
  );
}

function withKeys(environment: Environment, domain: string, dkim: Dkim): Environment {
  if (environment.domain === domain) return { ...environment, dkim };
  const others = (environment.others ?? []).map((other) =>
    other.domain === domain ? { ...other, dkim } : other,
  );
  return { ...environment, others };
}

/** Any other change of one environment, by what makes it in the text. */
export async function proposed(
  path: string,
  environments: readonly Environment[],
  environment: Environment,
  change: (source: string) => string,
): Promise<Proposal> {
  const file = await realpath(path);
  const before = await readFile(file, 'utf8');
  const after = change(before);
  const wanted = environments.map((each) => (each.name === environment.name ? environment : each));
  if (!isDeepStrictEqual(plain(await readBack(file, after)), plain(wanted)))
    throw new Uneditable('changed so, the config would say something else than it should');
  return {
    before,
    after,
    write: async () => {
      if ((await readFile(file, 'utf8')) !== before)
        throw new Uneditable('the file was changed by somebody else in the meantime');
      await beside(file, after, (copy) => rename(copy, file));
    },
  };
}

/** As the loader reads it: from beside the file, so that its imports lead where they led. */
function readBack(file: string, text: string): Promise<Environment[]> {
  return beside(file, text, async (copy) => {
    try {
      return await loadConfig(copy);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new Uneditable(`changed so, the config does not load: ${words}`);
    }
  });
}

async function beside<T>(file: string, text: string, use: (copy: string) => Promise<T>): Promise<T> {
  const copy = join(dirname(file), `.${randomUUID().slice(0, 8)}.${basename(file)}`);
  try {
    await writeFile(copy, text, { mode: (await stat(file)).mode });
    return await use(copy);
  } finally {
    await rm(copy, { force: true });
  }
}

/** Without the keys that are there and undefined: they mean the same. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
