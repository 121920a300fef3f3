import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Case } from '../case';
import type { Ground } from '../ground';

/** What a client said of a message: `sent`, or why not. */
export type Said = ReadonlyMap<string, string>;
export type Send = (ground: Ground, cases: readonly Case[]) => Promise<Said>;

/** Text of a program that speaks for a client. */
export function programText(name: string): Promise<string> {
  return readFile(join(__dirname, '..', 'programs', name), 'utf8');
}
