import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheDirectory } from '../../../../lib/cli/cache-directory';
import { prepareRooms } from '../../../../lib/rehearsal/image/rooms';
import { run } from '../../../../lib/rehearsal/messages/battery';
import type { Case } from '../../../../lib/rehearsal/messages/case';
import { CASES } from '../../../../lib/rehearsal/messages/cases';
import { Ground } from '../../../../lib/rehearsal/messages/ground';
import { ROOMS } from '../../../../lib/rehearsal/messages/rooms';
import { surprises } from '../../../../lib/rehearsal/messages/known';
import type { Row } from '../../../../lib/rehearsal/messages/row';
import { totalsTable } from '../../../../lib/rehearsal/messages/table';
import { deployed, PROJECT, ZONE_ID } from '../../deployed';

/** Every message that a normal program sends: sent, judged where it arrives by software that nobody here wrote. */
const server = deployed(
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
const BUILD = join(PROJECT, 'build');
const started = Date.now();
const say = (text: string) =>
  void process.stderr.write(`messages: ${text} (${String(Math.round((Date.now() - started) / 1000))} s)\n`);

let ground: Ground;
let rows: readonly Row[] = [];

beforeAll(async () => {
  const rooms = await prepareRooms(cacheDirectory(process.env), ROOMS, say);
  say('laying the hosts');
  ground = await Ground.lay(server.rehearsal, rooms);
  rows = await run(ground, CASES, say);
  mkdirSync(BUILD, { recursive: true });
  writeFileSync(join(BUILD, 'messages.json'), `${JSON.stringify(rows, null, 1)}\n`);
  say(`done\n${totalsTable(rows, 'kind')}`);
}, 900_000);

test.each(CASES)('$id: $what', ({ id }) => {
  const row = rows.find((each) => each.id === id);
  expect(row && surprises(row)).toEqual([]);
});

describe('a planted fault is found', () => {
  const named = (...ids: string[]): Case[] => CASES.filter(({ id }) => ids.includes(id));
  const failures = async (...ids: string[]) => {
    const found = await run(ground, named(...ids), () => undefined);
    return found.flatMap((row) => row.failures).join('\n');
  };

  test('smtp(8) cuts lines behind the milter', async () => {
    await ground.machine('postconf -e smtp_line_length_limit=900 && postfix reload');
    const words = await failures('line-998');
    await ground.machine('postconf -X smtp_line_length_limit && postfix reload');
    expect(words).toMatch(/it left otherwise than it was signed/);
    expect(words).toMatch(/dkim by dkimpy/);
    expect(words).toMatch(/dkim by mailauth/);
    expect(words).toMatch(/dkim by rspamd/);
    expect(words).toMatch(/dkim by exim/);
    expect(await failures('line-998')).toBe('');
  }, 120_000);

  test('a field that is not signed', async () => {
    await ground.machine('echo OmitHeaders In-Reply-To >> /etc/opendkim.conf && systemctl restart opendkim');
    const words = await failures('reply');
    await ground.machine("sed -i '/^OmitHeaders/d' /etc/opendkim.conf && systemctl restart opendkim");
    expect(words).toMatch(/h= lacks in-reply-to/);
  }, 120_000);
});
