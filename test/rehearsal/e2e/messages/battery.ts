import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheDirectory } from '../../../../lib/cli/cache-directory';
import { prepareRooms } from '../../../../lib/rehearsal/image/rooms';
import { run } from '../../../../lib/rehearsal/messages/battery';
import type { Case } from '../../../../lib/rehearsal/messages/case';
import { CASES } from '../../../../lib/rehearsal/messages/cases';
import { Ground } from '../../../../lib/rehearsal/messages/ground';
import { ROOMS } from '../../../../lib/rehearsal/messages/rooms';
import type { Row } from '../../../../lib/rehearsal/messages/row';
import { totalsTable } from '../../../../lib/rehearsal/messages/table';
import type { Rehearsal } from '../../../../lib/rehearsal/rehearse';
import { deployed, PROJECT, ZONE_ID, type Deployed } from '../../deployed';

const BUILD = join(PROJECT, 'build');
const KINDS = [...new Set(CASES.map(({ kind }) => kind))];
const started = Date.now();
const say = (text: string) =>
  void process.stderr.write(`messages: ${text} (${String(Math.round((Date.now() - started) / 1000))} s)\n`);

/** The hosts and receivers of a server that several files use. */
const grounds = new WeakMap<Rehearsal, Promise<Ground>>();

export function server(): Deployed {
  return deployed(
    {
      domain: 'example.com',
      hostedZone: { id: ZONE_ID },
      envelopeDomain: 'bounce.example.com',
      mx: true,
      users: [{ login: 'app', senders: ['app@example.com', 'shop@example.com'] }, { login: 'web' }],
      limits: { messageSizeMiB: 1, recipientsPerMessage: 30 },
    },
    { judged: false },
  );
}

export async function groundOf({ rehearsal }: Deployed): Promise<Ground> {
  const ground = grounds.get(rehearsal) ?? laid(rehearsal);
  grounds.set(rehearsal, ground);
  return ground;
}

async function laid(rehearsal: Rehearsal): Promise<Ground> {
  const rooms = await prepareRooms(cacheDirectory(process.env), ROOMS, say);
  say('laying the ground');
  return Ground.lay(rehearsal, rooms);
}

/** A test for each message of these kinds: sent, and judged where it arrives by software that nobody here wrote. */
export function battery(...kinds: readonly string[]): void {
  const cases = CASES.filter(({ kind }) => kinds.includes(kind));
  const its = server();
  let rows: readonly Row[] = [];

  test('all are sent, and judged where they arrive', async () => {
    rows = await run(await groundOf(its), cases, say);
    for (const kind of kinds) keep(kind, rows);
    say(`done\n${totalsTable(rows, 'client')}`);
  }, 900_000);

  test.each(cases)('$id: $what', ({ id }) => {
    expect(rows.find((row) => row.id === id)?.failures).toEqual([]);
  });
}

/** A file a kind, as each may run alone; together they are what the suite leaves, in the order of the cases. */
function keep(kind: string, rows: readonly Row[]): void {
  const place = (name: string) => join(BUILD, 'messages', `${name}.json`);
  mkdirSync(join(BUILD, 'messages'), { recursive: true });
  writeFileSync(place(kind), `${JSON.stringify(rows.filter((row) => row.kind === kind))}\n`);
  const all = KINDS.map(place)
    .filter(existsSync)
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Row[]);
  writeFileSync(join(BUILD, 'messages.json'), `${JSON.stringify(all, null, 1)}\n`);
}

/** What goes wrong with these messages, in words. */
export async function failures(ground: Ground, ...ids: readonly string[]): Promise<string> {
  const cases: Case[] = CASES.filter(({ id }) => ids.includes(id));
  const rows = await run(ground, cases, () => undefined);
  return rows.flatMap((row) => row.failures).join('\n');
}
