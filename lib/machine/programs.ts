import { gzipSync, zipSync, type Zippable } from 'fflate';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(__dirname, '../../assets/machine/kitte');

/**
 * The machine's Python package and Lua policy as one zip that Python runs as it is, gzipped whole. Members are
 * stored, not deflated: the outer gzip then sees what the files share. Comments stay here: EC2 takes 16 KiB.
 */
export function programsArchive(): Uint8Array {
  const members: Zippable = {};
  for (const name of readdirSync(SOURCES).filter((file) => /\.(py|lua)$/.test(file)).sort()) {
    const source = Buffer.from(withoutComments(readFileSync(join(SOURCES, name), 'utf8')));
    members[name === '__main__.py' ? name : `kitte/${name}`] = source;
  }
  // fflate writes local time: the same clock reading, and so the same bytes, in every time zone.
  const zip = zipSync(members, { level: 0, mtime: new Date(1980, 0, 1) });
  return gzipSync(zip, { level: 9, mtime: 0 });
}

function withoutComments(source: string): string {
  return source
    .replace(/^\s*"""[^"]*"""\n/gm, '')
    .replace(/^\s*(#(?!!)|--).*\n/gm, '')
    .replace(/\n{2,}/g, '\n');
}
