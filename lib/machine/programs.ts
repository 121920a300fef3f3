import { zipSync, type Zippable } from 'fflate';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from '../config/environment';
import { FAR_END } from '../config/far-end';
import { namesOf } from '../config/names';
import { type ChunkParameter, type ChunksReference, compressed, hashOf, inChunks } from './chunks';
import { withPrograms } from './derived';
import { SERVICES } from './manifest';
import { ROOMS } from './service';

/** What the user-data carries: enough to fetch the rest, or to say why not. */
const BOOT = 'setup/boot.py';
const BASE = ['aws', 'contract', 'shell', 'status'];
/** What Python runs of each archive. */
const MAIN = ['__main__.py', BOOT];

/**
 * The machine's Python programs, as SSM String parameters: beside the configuration they would
 * not fit into 16 KiB of user-data. They must exist before the instance starts, and change before it restarts.
 */
export function programParameters(environment: Environment): ChunkParameter[] {
  return inChunks(programsParent(environment), allPrograms(environment));
}

function programsParent(environment: Environment): string {
  return `${namesOf(environment.name).parameters}/programs`;
}

/** How the user-data names them: by place and by hash, so that changed programs are changed user-data. */
export function programsReference(environment: Environment): ChunksReference {
  const packed = allPrograms(environment);
  const parent = programsParent(environment);
  return { parent, count: inChunks(parent, packed).length, sha256: hashOf(packed) };
}

/** One as long as any, where only its length counts: packing takes longer than all else at load. */
export function longestReference(environment: Environment): ChunksReference {
  return { parent: programsParent(environment), count: 99, sha256: '0'.repeat(64) };
}

/** With what only they must know: which names they fetch, and the manifest with all files that they install. */
function allPrograms(environment: Environment): Uint8Array {
  const programs = SERVICES.flatMap(({ name }) =>
    readdirSync(join(ROOMS, name)).map((file) => `${name}/${file}`),
  ).filter((file) => file.endsWith('.py') && file !== BOOT);
  const { settings, lease, dkim, usersSecret } = namesOf(environment.name, environment.inside);
  return archive(['__main__.py', ...programs], {
    ...withPrograms(environment),
    ...contract('report', 'settings', 'commands'),
    'kitte/names': JSON.stringify({ settings, lease, dkim, usersSecret, farEnd: FAR_END }),
  });
}

/** What the user-data itself carries: enough to fetch the rest, or to say why not. */
export function bootPrograms(): Uint8Array {
  return archive([...BASE.map((name) => `base/${name}.py`), BOOT], contract('report'));
}

/** The machine's copies of what lib/contract declares: `npx tsx tools/write-contract.ts` writes them. */
function contract(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const file = `base/${name}.contract.json`;
      return [`kitte/${file}`, JSON.stringify(JSON.parse(readFileSync(join(ROOMS, file), 'utf8')))];
    }),
  );
}

/**
 * One zip that Python runs as it is, gzipped whole. Members are stored, not deflated: the outer gzip then sees
 * what the files share.
 */
function archive(names: readonly string[], more: Record<string, string> = {}): Uint8Array {
  const members: Zippable = { 'kitte/__init__.py': new Uint8Array() };
  for (const [name, text] of Object.entries(more)) members[name] = Buffer.from(text);
  for (const name of [...names].sort()) {
    const source = withoutComments(readFileSync(join(ROOMS, name), 'utf8'));
    const folder = dirname(name);
    // zipimport(3) takes no folder without it for a package.
    if (folder !== '.') members[`kitte/${folder}/__init__.py`] = new Uint8Array();
    members[MAIN.includes(name) ? '__main__.py' : `kitte/${name}`] = Buffer.from(source);
  }
  // fflate writes local time: the same clock reading, and so the same bytes, in every time zone.
  const zip = zipSync(members, { level: 0, mtime: new Date(1980, 0, 1) });
  return compressed(zip);
}

function withoutComments(source: string): string {
  return source
    .replace(/^( *)"""[^"]*"""\n(?=\n*\1\S)/gm, '')
    .replace(/^\s*#(?!!).*\n/gm, '')
    .replace(/\n{2,}/g, '\n');
}
