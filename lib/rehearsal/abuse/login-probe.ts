import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { World } from '../world';

/** A connection from a loopback address of the machine, and the passwords tried over it in their order. */
export interface Tries {
  readonly from: string;
  readonly tries: readonly (readonly [login: string, password: string])[];
}

export interface Tried {
  readonly reply: string;
  readonly seconds: number;
}

const PROGRAM = readFileSync(join(__dirname, 'login-probe.py'), 'utf8');

/** From the machine itself: no network hides a difference in time, and any number of client addresses is at hand. */
export async function tryLogins(
  world: World,
  instance: string,
  sessions: readonly Tries[],
  atOnce: number,
): Promise<Tried[][]> {
  const job = { sessions: sessions.map(({ from, tries }) => [from, tries]), at_once: atOnce };
  const { stdout } = await world.exec(instance, ['python3', '-c', PROGRAM], JSON.stringify(job));
  return (JSON.parse(stdout) as [string, number][][]).map((session) =>
    session.map(([reply, seconds]) => ({ reply, seconds })),
  );
}
