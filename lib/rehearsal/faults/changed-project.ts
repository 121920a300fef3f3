import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** A copy of the project with one change in one file, as somebody might make it. */
export function projectWith(copy: string, file: string, [from, to]: readonly [string, string]): string {
  mkdirSync(copy);
  for (const part of ['lib', 'bin', 'assets', 'cdk.json', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  for (const part of ['node_modules', 'package-lock.json']) symlinkSync(join(root, part), join(copy, part));
  const before = readFileSync(join(copy, file), 'utf8');
  if (!before.includes(from)) throw new Error(`${file} no longer has ${from}: change the test with it.`);
  writeFileSync(join(copy, file), before.replace(from, to));
  return copy;
}
