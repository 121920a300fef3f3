import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { balance } from '../../../../../lib/rehearsal/faults/ledger';
import { serialsIn } from '../../../../../lib/rehearsal/faults/load/job';
import { Load } from '../../../../../lib/rehearsal/faults/load/load';
import { keepLives } from '../../../../../lib/rehearsal/life/book';
import type { Row } from '../../../../../lib/rehearsal/life/row';
import { layout, strictDomain } from '../../../../../lib/rehearsal/world/layout';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { deployed, PROJECT, ZONE_ID } from '../../../deployed';
import { onLaptop } from '../../laptop';
import { Watch } from './watch';

/**
 * The host gets another name while clients send every second, by the old name and by the new one as soon as there is one, each
 * under a certificate that it verifies. Receivers judge every message: who its greeting and its reverse name say it is.
 */
const old = 'mail.example.com';
const next = 'smtp.example.com';
const LIFE = 'a rename of the host';
const settings = [
  `import { defineConfig } from '${join(PROJECT, 'index')}';`,
  '',
  'export default defineConfig({',
  "  domain: 'example.com',",
  `  hostedZone: { id: '${ZONE_ID}' },`,
  '  ttl: { address: 60, policy: 60 },',
  '  mx: true, // replies come here',
  '});',
  '',
].join('\n');

const rows: Row[] = [];
const loads: Load[] = [];
let watch: Watch;
let boot = '';

// Before the server is taken down: hooks run in the order in which they are written.
afterAll(async () => {
  await watch?.stop();
  await Promise.all(loads.map((load) => load.stop(5_000)));
  process.stdout.write(keepLives(join(PROJECT, 'build'), 'renamed', rows));
});

const server = deployed(settings, { judged: false });

const text = () => readFileSync(server.config, 'utf8');
const world = () => server.rehearsal.stand.world;
const instance = () => server.rehearsal.stand.account.instances()[0]?.id ?? 'none';
const exec = async (script: string) => (await world().exec(instance(), ['sh', '-ec', script])).stdout.trim();

/** On the laptop, as a person does. */
async function kitte(...args: string[]): Promise<{ code: number; output: string }> {
  const more = ['--config', server.config, '--resolver', layout.router];
  const { code, stdout, stderr } = await onLaptop(server.rehearsal.stand, [...args, ...more]);
  return { code, output: (stdout + stderr).replaceAll(/\n(?=\S)/g, ' ') };
}

/** A person's pause; each try is a process, and a look at every name server. */
const A_WHILE_MS = 3_000;

/** Again and again, as a person who does not count: too early is answered by 2 and changes nothing. */
const renamed = (what: string, deadlineMs: number, ...args: string[]) =>
  until(
    what,
    deadlineMs,
    async () => {
      const before = text();
      const { code, output } = await kitte('rename', '--yes', ...args);
      if (code === 0) return output;
      if (code !== 2 || text() !== before) throw new Error(`it ended with ${String(code)}: ${output}`);
      return undefined;
    },
    A_WHILE_MS,
  );

const send = (mark: string, host: string, to = 'reader@inbox.example.net') => {
  const load = Load.start(world(), server.rehearsal.sender(), { mark, to, host, port: 465, perSecond: 1 });
  loads.push(load);
  return load;
};

/** What fails for a client, however soon the next try succeeds. */
const failed = () =>
  loads.flatMap(({ attempts }) =>
    attempts.filter(({ outcome }) => outcome !== 'accepted').map((each) => `${each.serial}: ${each.answer}`),
  );

async function deploy(step: string, seen: () => Promise<string>): Promise<void> {
  const { exitCode, output, seconds } = await server.deploy();
  const failures = [...(exitCode === 0 ? [] : [output.slice(-3000)]), ...failed(), ...watch.gaps];
  rows.push({ life: LIFE, step, seen: exitCode === 0 ? await seen() : '', seconds, failures });
  expect(failures).toEqual([]);
}

const names = async () => {
  const { greeting, reverse } = await watch.look();
  const mx = (await world().lookup('example.com', 'MX')).join();
  return `greets as ${greeting}, PTR ${reverse}, MX ${mx}; certificate: ${await certified()}`;
};
const certified = () =>
  exec(
    'openssl x509 -in /etc/kitte/tls/chain.pem -noout -ext subjectAltName | grep -o "DNS:[^, ]*" | cut -d: -f2 | sort | tr "\\n" " "',
  );

test('a host name that changes in silence, or too soon, changes nothing', async () => {
  boot = await exec('stat -c %Y /proc/1');
  watch = Watch.begin(world(), server.rehearsal.sender().address, instance(), [old, next]);
  send('old', old);
  send('strict', old, `reader@${strictDomain}`);
  const before = text();
  const silent = before.replace("domain: 'example.com',", `$&\n  hostName: '${next}',`);
  server.write(silent);
  const { exitCode, output } = await server.deploy();
  expect(exitCode).not.toBe(0);
  expect(output.replaceAll(/\s+/g, ' ')).toMatch(
    /hostName mail\.example\.com becomes smtp\.example\.com.*former: \[\{.*"moving":\{\}\}\].*This deploy changes nothing/,
  );
  server.write(
    silent.replace('  mx: true', `  former: [{ domain: 'example.com', hostName: '${old}', mx: true }],\n$&`),
  );
  const hasty = await server.deploy();
  expect(hasty.exitCode).not.toBe(0);
  expect(hasty.output.replaceAll(/\s+/g, ' ')).toMatch(
    /would greet as smtp\.example\.com before that name has an address and a certificate/,
  );
  server.write(before);
  expect(await world().lookup(next, 'A')).toEqual([]);
}, 300_000);

test('first: an address, and one certificate for both names', async () => {
  await renamed('the rename to begin', 30_000, '--host-name', next);
  expect(text()).toContain(`hostName: '${next}'`);
  expect(text()).toContain(`former: [{ domain: 'example.com', hostName: '${old}', mx: true, moving: {} }]`);
  expect(text()).toContain('// replies come here');
  const early = await kitte('rename', '--yes');
  expect(early).toMatchObject({ code: 2, output: expect.stringContaining('has no A record of') as string });
  await deploy('kitte rename --host-name, cdk deploy', names);
  expect(await certified()).toBe(`${old} ${next}`);
  expect(await watch.look()).toMatchObject({ greeting: old, reverse: old });
  const { output } = await kitte('doctor', '--json', '--no-aws');
  const doctor = JSON.parse(output) as { rows: { id: string; subject: string; verdict: string }[] };
  const about = doctor.rows.filter(({ id }) =>
    ['address', 'certificate-name', 'greeting', 'reverse-name'].includes(id),
  );
  expect(about.map(({ verdict }) => verdict)).toEqual(about.map(() => 'pass'));
  expect(about.map(({ subject }) => subject)).toEqual(expect.arrayContaining([`A ${old}`, `A ${next}`]));
  send('new', next);
}, 300_000);

test('then: the reverse name, once no resolver remembers that there was no such name', async () => {
  expect(await renamed('the new name to be seen', 60_000)).toMatch(/nothing to deploy/);
  const early = await kitte('rename', '--yes');
  expect(early).toMatchObject({ code: 2, output: expect.stringContaining('may still remember') as string });
  await renamed('the TTL to be over', 120_000);
  await deploy('kitte rename, cdk deploy', names);
  expect(await watch.look()).toMatchObject({ greeting: old, reverse: next });
}, 300_000);

test('then: the greeting, MX and SRV', async () => {
  await renamed('the reverse name to be seen', 60_000);
  expect(text()).not.toContain('moving');
  await deploy('kitte rename, cdk deploy', names);
  expect(await watch.look()).toMatchObject({ greeting: next, reverse: next });
  expect(await world().lookup('example.com', 'MX')).toEqual([`10 ${next}.`]);
  await Promise.all(loads.map((load) => load.accepts(4, 30_000)));
}, 300_000);

test('in the end the old name goes, and with it the records and its place in the certificate', async () => {
  await renamed('the server to say that nothing of the old name waits', 120_000);
  expect(text()).toContain('over: true');
  // Whoever still knows the old name is told no more.
  const [byOldName, strict] = loads;
  await byOldName?.stop();
  await strict?.stop();
  await deploy('kitte rename, cdk deploy', names);
  expect(await world().lookup(old, 'A')).toEqual([]);
  expect(await certified()).toBe(next);
  expect(await kitte('rename')).toMatchObject({
    code: 2,
    output: expect.stringContaining('nothing is being renamed') as string,
  });
  expect(await exec('stat -c %Y /proc/1')).toBe(boot);
}, 300_000);

test('no client ever failed, no message was lost or refused, and no moment was without a name that leads back', async () => {
  await Promise.all(loads.map((load) => load.stop()));
  await watch.stop();
  const { receiver, strict } = world();
  const inbox = async () => (await receiver.messages()).map(({ source }) => source).join('\n');
  for (const { attempts, job } of loads) {
    const arrived = async () =>
      serialsIn(job.mark === 'strict' ? (await strict.messages()).join('\n') : await inbox(), job.mark);
    await until(`all of ${job.mark} to arrive`, 60_000, async () =>
      new Set(await arrived()).size === attempts.length ? true : undefined,
    ).catch(() => undefined);
    const books = balance({ attempts, arrived: await arrived(), returned: [] });
    process.stdout.write(`${JSON.stringify({ mark: job.mark, ...books, tries: attempts.length })}\n`);
    expect(attempts.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
    expect(books).toMatchObject({ lost: [], multiplied: [] });
  }
  const judged = (await receiver.messages()).map(({ verdicts }) => verdicts);
  const wrong = judged.filter(
    ({ spf, dkim, dmarc, fcrdns }) =>
      [spf, dkim, dmarc].some((word) => word !== 'pass') || ![old, next].includes(fcrdns),
  );
  expect(wrong).toEqual([]);
  expect((await strict.log()).split('\n').filter((line) => /rejected|deferred/i.test(line))).toEqual([]);
  expect(watch.gaps).toEqual([]);
  expect([...watch.seen]).toEqual(
    expect.arrayContaining([`${old} ${old}`, `${old} ${next}`, `${next} ${next}`]),
  );
  process.stdout.write(
    `${String(judged.length)} judged; looked ${String(watch.looks)} times: ${[...watch.seen].join('; ')}\n`,
  );
}, 180_000);
