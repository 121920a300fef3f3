import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, unzipSync } from 'fflate';
import { programParameters } from '../../lib/machine/programs';
import type { Environment } from '../../lib/config/environment';

/** What the machine's programs are packed of, by the place in their archive. */
export function members(environment: Environment): Record<string, string> {
  const packed = programParameters(environment).map(({ value }) => value);
  const found = unzipSync(gunzipSync(Buffer.from(packed.join(''), 'base64')));
  return Object.fromEntries(
    Object.entries(found).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
  );
}

/** The files beside the programs, in a folder in place of the package `kitte`. */
export function unpack(environment: Environment, folder: string): void {
  for (const [name, text] of Object.entries(members(environment))) {
    if (name.endsWith('.py')) continue;
    const path = join(folder, name.replace(/^kitte\//, ''));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
