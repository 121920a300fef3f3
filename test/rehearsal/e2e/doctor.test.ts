import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';

import { CHECKS } from '../../../lib/checks/checks';
import { layout, receiverHost } from '../../../lib/rehearsal/world/layout';
import type { Row } from '../../../lib/checks/row';
import { until } from '../../../lib/rehearsal/world/shell';
import { DEMAND_IDS } from '../../../lib/checks/demands';
import { rowsOf, wrong } from './doctor/doctor';
import { FAULTS } from './doctor/faults';
import { CONSENT } from './doctor/faults/vouched';
import { Hands } from './doctor/hands';
import { stillness } from './doctor/stillness';
import { laptopEnv, onLaptop, program } from './laptop';
import { deployed, ZONE_ID } from '../deployed';

/** One good server; then it is broken in one way at a time, and exactly the right row must say so. */
const server = deployed(
  {
    domain: 'example.com',
    hostedZone: { id: ZONE_ID },
    mx: true,
    dmarc: { rua: ['mailto:d@reports.example.net'] },
  },
  { judged: true, certificateDays: 6 },
);
const message = join(server.directory, 'arrived.eml');
const shell = join(server.directory, 'shell');

const told: (Row & { fault: string })[] = [];

let hands: Hands;
let source: string;

const run = (...args: string[]) =>
  onLaptop(server.rehearsal.stand, [
    'doctor',
    '--config',
    server.config,
    '--resolver',
    layout.router,
    ...args,
  ]);

/** Runs it there until it has looked so often, then presses Ctrl-C. */
function watched(args: readonly string[], looks: number): Promise<{ code: number | null; lines: string[] }> {
  const { world, account } = server.rehearsal.stand;
  const child = world.client.spawn(
    [process.execPath, program, 'doctor', '--config', server.config, '--resolver', layout.router, ...args],
    laptopEnv(account.env),
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split('\n').length > looks) child.kill('SIGINT');
  });
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code, lines: text.trim().split('\n') })),
  );
}

/** Without the file the machine signs a message for the look. */
const whole = (file: readonly string[] = ['--message', message]) =>
  run('--json', '--login', ...file, '--shell', shell, '--far-end', receiverHost);

beforeAll(async () => {
  const { world, account } = server.rehearsal.stand;
  const machine = account.instances()[0]?.id ?? 'none';
  source = (await world.receiver.messages())[0]?.source ?? '';
  const enter = world.describe().find((line) => line.startsWith(`${machine}: `)) ?? '';
  writeFileSync(shell, `#!/bin/sh\nexec ${enter.slice(machine.length + 2)} sh -c "$1"\n`, { mode: 0o755 });

  const route53 = new Route53Client(account.sdk);
  const lists = new Set<string>();
  hands = new Hands({
    sdk: account.sdk,
    zoneId: ZONE_ID,
    exec: (argv, input) => world.exec(machine, argv, input),
    blockPort25: (blocked) => world.blockPort25(blocked),
    delegate: (zone, delegated) => world.delegate(zone, delegated),
    vouch: async (zone, how) => {
      await world.dns.vouch(zone, how);
      if (how === 'bogus') return;
      await until(`${zone} to be found`, 90_000, async () =>
        (await world.lookup(zone, 'SOA')).length > 0 ? true : undefined,
      );
    },
    good: async (seen) => {
      await until(`the doctor to see ${String(seen)} and nothing wrong`, 60_000, async () => {
        const rows = rowsOf((await whole()).stdout);
        return wrong(rows).length === 0 && rows.some((row) => seen.test(row.seen)) ? true : undefined;
      });
    },
    authority: async () => {
      const read = (name: string) => readFile(join(world.directory, 'tls', name), 'utf8');
      return (await read('ca.key')) + (await read('ca.pem'));
    },
    abroad: async (zone, entries) => {
      const id = `Z${zone.replace(/\W/g, '').toUpperCase()}`;
      if (!lists.has(zone)) {
        account.addHostedZone({ id, name: zone });
        lists.add(zone);
      }
      const existing = account.zones().find((each) => each.id === id)?.records ?? [];
      const gone = existing.filter(
        ({ name, type }) => (type === 'A' || type === 'TXT') && !(name.slice(0, -zone.length - 1) in entries),
      );
      const set = (name: string, value: string) => ({
        Name: `${name}.`,
        Type: value.startsWith('"') ? ('TXT' as const) : ('A' as const),
        TTL: 60,
        ResourceRecords: [{ Value: value }],
      });
      const Changes = [
        ...gone.map(({ name, values }) => ({
          Action: 'DELETE' as const,
          ResourceRecordSet: set(name, values[0] ?? ''),
        })),
        ...Object.entries(entries).map(([name, value]) => ({
          Action: 'UPSERT' as const,
          ResourceRecordSet: set(`${name}.${zone}`, value),
        })),
      ];
      await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: id, ChangeBatch: { Changes } }));
      await world.delegate(zone, true);
    },
  });
  await hands.reach.abroad('reports.example.net', CONSENT);
  await hands.shell(`${stillness('true')}; systemctl start kitte-sync.service`);
}, 900_000);

beforeEach(() => writeFileSync(message, source, 'latin1'));

test('the good server passes', async () => {
  const { code, stdout } = await whole();
  const rows = rowsOf(stdout);
  expect(wrong(rows)).toEqual([]);
  expect(code).toBe(0);
  // Blocklists are out of reach here, and the message is no advertisement; everything else was looked at.
  const skipped = rows
    .filter(({ id, verdict }) => verdict === 'skip' && !DEMAND_IDS.includes(id))
    .map(({ id }) => id);
  expect(new Set(skipped)).toEqual(new Set(['blocklist', 'one-click-unsubscribe']));
  expect(new Set(rows.map(({ id }) => id)).size).toBeGreaterThanOrEqual(CHECKS.length);
}, 120_000);

test('a table without colour for a pipe, and without an account what is public', async () => {
  const { code, stdout } = await run('--no-aws');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^pass +address: A mail\.example\.com: 203\.0\.113\.10$/m);
  expect(stdout).toMatch(/^skip +dkim-key: /m);
  expect(stdout).not.toContain('\u001b');
}, 120_000);

test('each check of the outside has a fault here', () => {
  // What a container cannot have (a wrong clock, a full disk, an old queue) or a message alone shows is in the unit tests.
  const elsewhere = ['forward-confirmed', 'dmarc-alignment', 'queue', 'clock', 'disk'];
  const planted = new Set(FAULTS.map(({ row }) => row));
  expect(CHECKS.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual(elsewhere);
  expect(FAULTS.length).toBeGreaterThanOrEqual(30);
});

test.each(FAULTS.map((fault) => [fault.row, fault.name, fault] as const))(
  '%s: %s',
  async (_row, _name, { name, row, verdict, seen, next, plant, heal, message: change }) => {
    try {
      await plant(hands);
      if (typeof change === 'function') writeFileSync(message, change(source), 'latin1');
      // Resolvers and daemons take a moment; what is found in the end must be this row alone.
      let last: string[] = [];
      const expected = await until(`the doctor to see it`, 90_000, async () => {
        const { code, stdout } = await whole(change === 'none' ? [] : undefined);
        const found = wrong(rowsOf(stdout));
        last = found.map((each) => `${each.id} ${each.verdict}: ${each.seen}`);
        const right = found.length > 0 && found.every((each) => each.id === row && each.verdict === verdict);
        return right && seen.test(found[0]!.seen) ? { code, row: found[0]! } : undefined;
      }).catch((error: unknown) => {
        throw new Error(`${String(error)} It saw: ${last.join('; ') || 'nothing wrong'}`);
      });
      expect(expected.code).toBe(verdict === 'fail' ? 1 : 2);
      expect(expected.row.next).toMatch(next);
      told.push({ fault: name, ...expected.row });
    } finally {
      await heal(hands);
    }
  },
  180_000,
);

test('what it said of each fault is kept for the page', () => {
  expect(told.map(({ fault }) => fault)).toEqual(FAULTS.map(({ name }) => name));
  mkdirSync('build', { recursive: true });
  writeFileSync('build/doctor.json', `${JSON.stringify(told, null, 2)}\n`);
});

test('in Japanese, with the same verdicts, and again and again until it is interrupted', async () => {
  // With credentials it goes onto the machine by itself, lets it sign a message, and tries a receiver of this world.
  const args = ['--json', '--far-end', receiverHost];
  const looks = await watched([...args, '--watch', '1', '--lang', 'ja'], 2);
  expect(looks.code).toBe(0);
  expect(looks.lines.length).toBeGreaterThanOrEqual(2);
  const [english] = [rowsOf((await run(...args)).stdout)];
  expect(english.find(({ id }) => id === 'dkim-message')).toMatchObject({
    verdict: 'pass',
    seen: 'kitte1: pass',
  });
  const rows = rowsOf(looks.lines[0]!);
  expect(rows.map(({ id, verdict }) => [id, verdict])).toEqual(
    english.map(({ id, verdict }) => [id, verdict]),
  );
  expect(rows.find(({ id }) => id === 'reverse-name')?.subject).toBe('アドレスの PTR（逆引き）');
}, 120_000);

test('healed, it passes again', async () => {
  await until('every row to pass', 60_000, async () =>
    wrong(rowsOf((await whole()).stdout)).length === 0 ? true : undefined,
  );
}, 120_000);
