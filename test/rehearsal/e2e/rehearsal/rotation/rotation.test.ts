import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { balance } from '../../../../../lib/rehearsal/faults/ledger';
import { serialsIn } from '../../../../../lib/rehearsal/faults/load/job';
import { Load } from '../../../../../lib/rehearsal/faults/load/load';
import { worldResolver } from '../../../../../lib/rehearsal/judge/world-resolver';
import { layout } from '../../../../../lib/rehearsal/world/layout';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { onLaptop } from '../../laptop';
import { Arrivals, signatures } from './arrivals';
import { deployed, PROJECT, ZONE_ID } from '../../../deployed';

/**
 * A DKIM key takes another's place while mail flows, several messages a second: `kitte dkim rotate` and `cdk deploy` by turns
 * until it is over. The waits are real; the TTLs and the queue's lifetime are the config's own, and short.
 */
const domain = 'example.com';
const to = 'reader@inbox.example.net';
const mark = 'rotation';

let load: Load;
let arrivals: Arrivals;

const settings = [
  `import { defineConfig } from '${join(PROJECT, 'index')}';`,
  '',
  '// Keys are changed once a year.',
  'export default defineConfig({',
  `  domain: '${domain}',`,
  `  hostedZone: { id: '${ZONE_ID}' }, // the one at the registrar`,
  '  ttl: { address: 60, policy: 8 },',
  '  // A whole rotation must fit into a test.',
  '  queueLifetime: 60,',
  '});',
  '',
].join('\n');

// Before the server is taken down: hooks run in the order in which they are written.
afterAll(() => arrivals?.stop());

const server = deployed(settings, { judged: false });

const text = () => readFileSync(server.config, 'utf8');
const exec = (script: string) =>
  server.rehearsal.stand.world.exec(server.rehearsal.stand.account.instances()[0]?.id ?? 'none', [
    'sh',
    '-c',
    script,
  ]);
const record = (selector: string) =>
  server.rehearsal.stand.world.lookup(`${selector}._domainkey.${domain}`, 'TXT');

/** On the laptop, as a person does; there it finds AWS and the zone's name servers by their own names. */
async function kitte(...args: string[]): Promise<{ code: number; output: string }> {
  const more = ['--config', server.config, '--resolver', layout.router];
  const { code, stdout, stderr } = await onLaptop(server.rehearsal.stand, ['dkim', ...args, ...more]);
  // Where it succeeds, Node's own warnings are no part of what it says. Its lines are wrapped.
  const said = code === 0 ? stdout : stdout + stderr;
  return { code, output: said.replaceAll(/\n(?=\S)/g, ' ') };
}

const rotate = () => kitte('rotate', '--yes');

/** A person's pause; each try is a process, and a look at every name server. */
const A_WHILE_MS = 3_000;

/** Again and again, as a person who does not count: too early is answered by 2 and changes nothing. */
const rotated = (what: string, deadlineMs: number) =>
  until(
    what,
    deadlineMs,
    async () => {
      const before = text();
      const { code, output } = await rotate();
      if (code === 0) return output;
      if (code !== 2 || text() !== before) throw new Error(`it ended with ${String(code)}: ${output}`);
      return undefined;
    },
    A_WHILE_MS,
  );

const status = async () =>
  JSON.parse((await kitte('status', '--json')).output) as {
    phase: string;
    signing: string;
    selectors: { selector: string; role: string; servers: { answer: string }[] }[];
    next: { what: string; when: string };
  };
const answersOf = ({ selectors }: Awaited<ReturnType<typeof status>>, name: string) => [
  ...new Set(selectors.find(({ selector }) => selector === name)?.servers.map(({ answer }) => answer)),
];

beforeAll(async () => {
  const { world } = server.rehearsal.stand;
  load = Load.start(world, server.rehearsal.sender(), { mark, to, perSecond: 2 });
  arrivals = Arrivals.watch(world.receiver, worldResolver(world));
  await load.accepts(10, 60_000);
}, 90_000);

test('publish: the config names the new key, and nothing goes on before it is deployed', async () => {
  expect(await status()).toMatchObject({ phase: 'none', signing: 'kitte1' });
  expect(await rotate()).toMatchObject({ code: 0, output: expect.stringContaining('+   dkim: {') as string });
  expect(text()).toContain("rotation: { from: 'kitte1', to: 'kitte2' }");
  expect(text()).toContain('// Keys are changed once a year.');

  // Left off here, and taken up again: it knows where it stands.
  const before = text();
  const early = await rotate();
  expect(early.code).toBe(2);
  expect(early.output).toMatch(/kitte2 is not yet with every name server: .* has no record/);
  expect(text()).toBe(before);

  await server.mustDeploy();
  const now = await status();
  expect(now).toMatchObject({ phase: 'publishing', signing: 'kitte1' });
  expect(answersOf(now, 'kitte2')).toEqual(['the key of the deploy']);
}, 240_000);

test('switched before the world can know it, the config itself refuses', async () => {
  const before = text();
  server.write(before.replace("active: 'kitte1'", "active: 'kitte2'"));
  await expect(server.mustDeploy()).rejects.toThrow(/dkim\.active[\s\S]*until every name server answers/);
  server.write(before);
}, 120_000);

test('switch: once the TTL is over; what the old key signed leaves the queue after it', async () => {
  const { world, account } = server.rehearsal.stand;
  expect(await rotated('the new key to be seen', 30_000)).toMatch(/nothing to deploy/);
  const early = await rotate();
  expect(early.code).toBe(2);
  expect(early.output).toMatch(/may still remember that kitte2 had no key.*from \d{4}-/s);
  await rotated('the TTL to be over', 60_000);
  expect(text()).toContain("active: 'kitte2'");

  const run = server.mustDeploy();
  run.catch(() => undefined);
  await until('the settings to change', 120_000, () =>
    account.readParameter('/kitte/prod/settings')?.includes('kitte2') ? true : undefined,
  );
  // From here to the switch nothing leaves: what is accepted is signed with the old key and waits.
  await world.blockPort25(true);
  await until('the machine to switch', 60_000, async () => {
    const { stdout } = await exec('cat /etc/kitte/dkim/SigningTable');
    return stdout.includes('kitte2') ? true : undefined;
  });
  arrivals.note();
  await world.blockPort25(false);
  await run;
  expect(await status()).toMatchObject({ phase: 'switching', signing: 'kitte2' });
}, 300_000);

test('retire: once the queue has forgotten the old key', async () => {
  const { account } = server.rehearsal.stand;
  expect(await rotated('the switch to be seen', 60_000)).toMatch(/nothing to deploy/);
  const early = await rotate();
  expect(early.code).toBe(2);
  expect(early.output).toMatch(/signed with kitte1 may still be in the queue/);
  await rotated("the queue's lifetime to be over", 120_000);
  expect(text()).toContain("retired: ['kitte1']");
  expect(text()).not.toContain('rotation:');
  expect((await rotate()).output).toMatch(/retired selector kitte1 still has its key/);
  await server.mustDeploy();

  expect(await record('kitte1')).toEqual(['"v=DKIM1; k=rsa; p="']);
  const now = await status();
  expect(now).toMatchObject({ phase: 'none', signing: 'kitte2' });
  expect([answersOf(now, 'kitte1'), answersOf(now, 'kitte2')]).toEqual([
    ['an empty key'],
    ['the key of the deploy'],
  ]);
  expect(account.readParameter(`/kitte/prod/dkim/${domain}/kitte1`)).toBeUndefined();
  expect(account.readParameter(`/kitte/prod/dkim/${domain}/kitte2`)).toContain('PRIVATE KEY');
  expect((await exec('ls /etc/kitte/dkim')).stdout).not.toContain('kitte1');
  await load.accepts(5, 30_000);
}, 300_000);

test('no message ever failed to verify, by two judges', async () => {
  const { receiver } = server.rehearsal.stand.world;
  const attempts = await load.stop();
  const accepted = new Set(
    attempts.filter(({ outcome }) => outcome === 'accepted').map((each) => each.serial),
  );
  const arrived = async () =>
    serialsIn((await receiver.messages()).map(({ source }) => source).join('\n'), mark);
  await until('every accepted message to arrive', 60_000, async () => {
    const serials = new Set(await arrived());
    return [...accepted].every((serial) => serials.has(serial)) ? true : undefined;
  }).catch(() => undefined);
  await arrivals.stop();
  const books = balance({ attempts, arrived: await arrived(), returned: [] });
  const { judged, held } = arrivals;
  const count = (selector: string) => judged.filter((each) => each.selector === selector).length;
  process.stdout.write(
    `${JSON.stringify({ ...books, lost: books.lost.length, judged: judged.length, kitte1: count('kitte1'), kitte2: count('kitte2'), held: held('kitte1').length })}\n`,
  );

  expect(books).toMatchObject({ lost: [], rejected: 0, multiplied: [] });
  // rspamd, and mailauth against the DNS of the moment of arrival.
  expect(judged.filter(({ receiver: rspamd, mailauth }) => rspamd !== 'pass' || mailauth !== 'pass')).toEqual(
    [],
  );
  expect(judged.length).toBe((await receiver.messages()).length);
  expect(count('kitte1') + count('kitte2')).toBe(judged.length);
  expect(count('kitte1')).toBeGreaterThan(30);
  expect(count('kitte2')).toBeGreaterThan(100);
  // Signed with the old key, delivered after the switch.
  expect(held('kitte1').length).toBeGreaterThan(2);
}, 180_000);

test('a signature by the retired key no longer verifies', async () => {
  const { world } = server.rehearsal.stand;
  const all = await world.receiver.messages();
  const old = all.find(({ source }) => signatures(source).includes('kitte1'))!;
  expect((await arrivals.judge(old.source)).mailauth).not.toBe('pass');
  const signed = old.source.slice(old.source.indexOf('DKIM-Signature:')).replaceAll('\r\n', '\n');
  const sent = await world.client.submit({
    host: 'mx.inbox.example.net',
    port: 25,
    tls: 'starttls',
    envelope: { from: `hello@${domain}`, to: [to] },
    message: signed.replaceAll('\n', '\r\n'),
  });
  expect(sent.response).toContain('250');
  const again = await until('the message to come again', 30_000, async () =>
    (await world.receiver.messages()).find(({ file }) => all.every((each) => each.file !== file)),
  );
  expect(again.verdicts.dkim).not.toBe('pass');
  // The very message verified while its key was there.
  expect(old.verdicts.dkim).toBe('pass');
}, 90_000);
