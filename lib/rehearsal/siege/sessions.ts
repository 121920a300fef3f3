import { join } from 'node:path';

import type { Ground } from '../faults/ground';
import { clientAddresses } from '../world/layout';

const PROGRAM = join(__dirname, 'sessions.py');

/** What many sessions do at once: sessions.py. */
export interface Sessions {
  readonly does: 'mail' | 'guess' | 'handshake';
  readonly sessions: number;
  /** Messages, guesses or handshakes of each. */
  readonly messages: number;
  /** The laptop's further addresses, from the third on; each session has one of them. */
  readonly addresses: number;
  /** Of its own, apart from the siege's. */
  readonly firstAddress?: number;
  readonly login: string;
  readonly password: string;
  readonly mark: string;
  readonly to: string;
  /** @default both of submission */
  readonly ports?: readonly number[];
  /** Octets of each message's body. @default 500 */
  readonly octets?: number;
  /** Octets of each BDAT; without it by DATA. */
  readonly chunk?: number;
  /** Whether all log in before the first sends, or all connect in one moment. @default before */
  readonly connect?: 'before' | 'together';
  /** A second, of each session: handshakes. */
  readonly rate?: number;
}

export interface Answered {
  readonly answers: readonly string[];
  readonly seconds: number;
}

/** The first two of the laptop's further addresses have work of their own. */
const SPARED = 2;

export async function atOnce(
  ground: Ground,
  { firstAddress = 0, addresses, ...what }: Sessions,
): Promise<Answered> {
  const { environment, address, from } = ground.sender;
  const begin = SPARED + firstAddress;
  const job = {
    ...{ host: address, name: environment.hostName, domain: environment.domain, from },
    ...{ ports: [465, 587], octets: 500, chunk: 0, connect: 'before', rate: 1 },
    ...{ trust: ground.world.client.trust, addresses: clientAddresses.slice(begin, begin + addresses) },
    ...what,
  };
  const child = ground.world.client.spawn(['python3', PROGRAM]);
  let [told, wrong] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (told += text.toString()));
  child.stderr.on('data', (text: Buffer) => (wrong += text.toString()));
  child.stdin.end(`${JSON.stringify(job)}\n`);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`sessions.py ended with ${String(code)}: ${wrong.slice(-2000)}`);
  return JSON.parse(told) as Answered;
}

/** How many answers begin so. */
export const counted = ({ answers }: Answered, begins: string) =>
  answers.filter((answer) => answer.startsWith(begins)).length;

/** Each other kind of answer once, for a person. */
export const others = ({ answers }: Answered, ...begins: readonly string[]) =>
  [...new Set(answers.filter((answer) => !begins.some((word) => answer.startsWith(word))))]
    .map((answer) => answer.replaceAll(/\s+/g, ' ').slice(0, 160))
    .slice(0, 5)
    .join(' / ');
