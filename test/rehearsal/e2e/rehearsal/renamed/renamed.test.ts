import { randomUUID } from 'node:crypto';

import { parseConfig } from '../../../../../lib/config/parse';
import type { Row } from '../../../../../lib/checks/row';
import { deliver, letter, type Sender } from '../../../../../lib/rehearsal/judge/delivery';
import { reportOf } from '../../../../../lib/rehearsal/report-of';
import { layout } from '../../../../../lib/rehearsal/world/layout';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { deployed, ZONE_ID } from '../../../deployed';
import { onLaptop } from '../../laptop';

/** The domain changes while a message of the old one waits: nothing is lost, and nothing arrives as a stranger. */
const zone = { id: ZONE_ID, name: 'example.com' };
const before = {
  domain: 'example.com',
  hostedZone: zone,
  envelopeDomain: 'bounce.example.com',
  hostName: 'mail.example.com',
  mx: true,
};
const renamed = {
  ...before,
  domain: 'news.example.com',
  envelopeDomain: 'bounce.news.example.com',
  hostName: 'mail.news.example.com',
};
const KEY = 'example.com bounce.example.com mail.example.com';
const id = `<${randomUUID()}@example.com>`;
const to = 'reader@inbox.example.net';

const server = deployed(before, { judged: false });
const world = () => server.rehearsal.stand.world;
const instance = () => server.rehearsal.stand.account.instances()[0]?.id ?? 'none';
const exec = async (script: string) => (await world().exec(instance(), ['sh', '-ec', script])).stdout;
const stays = [
  ['example.com', 'TXT'],
  ['bounce.example.com', 'TXT'],
  ['bounce.example.com', 'MX'],
  ['kitte1._domainkey.example.com', 'TXT'],
  ['_dmarc.example.com', 'TXT'],
  ['mail.example.com', 'A'],
] as const;
const records = () => Promise.all(stays.map(([name, type]) => world().lookup(name, type)));
/** The values of now: a policy's tags for reports go, what is judged stays. */
const found = async () => (await records()).map((values) => values.length > 0);
let former: object[] = [];

async function preflight(): Promise<Row[]> {
  const args = ['preflight', '--json', '--config', server.config, '--resolver', layout.router];
  const { stdout } = await onLaptop(server.rehearsal.stand, args);
  return (JSON.parse(stdout) as { rows: Row[] }).rows.filter((row) => row.id === 'names');
}

const report = () => reportOf(server.rehearsal.stand, { name: 'prod' });

/** Somebody of the new domain, with the password of always. */
function newSender(): Sender {
  const [environment] = parseConfig({ ...renamed, former });
  if (environment === undefined) throw new Error('The config has no environment.');
  return { ...server.rehearsal.sender(), environment, from: 'hello@news.example.com' };
}

test('a message waits, and a config that changes its names in silence changes nothing', async () => {
  await world().blockPort25(true);
  const sender = server.rehearsal.sender();
  const submitted = await world().client.submit({
    ...{ host: sender.environment.hostName, port: 465, tls: 'implicit' },
    ...{ login: sender.login, password: sender.password, envelope: { from: sender.from, to: [to] } },
    message: letter({ from: sender.from, to, subject: 'From the name of before', id }),
  });
  expect(submitted.response).toMatch(/^250 /);
  const values = await records();

  const { exitCode, output } = await server.deploy(renamed);
  expect(exitCode).not.toBe(0);
  const said = output.replaceAll(/\s+/g, ' ');
  expect(said).toMatch(
    /domain example\.com becomes news\.example\.com, envelopeDomain .*This deploy changes nothing\./,
  );
  expect(await records()).toEqual(values);
  expect(server.rehearsal.stand.account.stacks().map(({ status }) => status)).toEqual(
    expect.arrayContaining(['UPDATE_ROLLBACK_COMPLETE']),
  );
  const [row] = await preflight();
  expect(row).toMatchObject({ verdict: 'fail' });
  former = JSON.parse(/former: (\[\{.*?\}\])/.exec(said)?.[1] ?? '[]') as object[];
  expect(former).toHaveLength(1);
}, 300_000);

test('with the entry that was said the new names come, and the records of the old ones stay', async () => {
  const output = await server.mustDeploy({ ...renamed, former });
  expect(output.replaceAll(/\s+/g, ' ')).toContain(`The records of ${KEY} stay for the mail that waits`);
  expect(await found()).toEqual(stays.map(() => true));
  expect(await exec('postqueue -j')).toContain(to);
  await until('the machine to say what waits', 60_000, () =>
    Promise.resolve(report().former === `${KEY}: waiting` || undefined),
  );
  const { exitCode, output: refusal } = await server.deploy({
    ...renamed,
    former: former.map((entry) => ({ ...entry, moving: undefined, over: true })),
  });
  expect(exitCode).not.toBe(0);
  expect(refusal.replaceAll(/\s+/g, ' ')).toContain(`The records of ${KEY} would go`);
  server.write({ ...renamed, former });
  expect(await preflight()).toMatchObject([{ verdict: 'pass' }]);
}, 300_000);

test('the message arrives with every pass of its own domain, and a new one with those of the new', async () => {
  await world().blockPort25(false);
  await exec('postqueue -f');
  const { source, verdicts } = await world().receiver.waitFor(
    (message) => message.source.includes(id),
    60_000,
  );
  expect(source).toMatch(/^From: hello@example\.com/m);
  expect(verdicts).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
  expect(source).toMatch(/^DKIM-Signature: [^]*?d=example\.com;/m);
  const { verdicts: fresh } = await deliver(world(), newSender(), 465);
  expect(fresh.filter(({ pass }) => !pass)).toEqual([]);
}, 180_000);

test('a bounce to the old envelope domain still comes home', async () => {
  const lines = async () => Number(await exec('cat /var/mail/kitte 2>/dev/null | wc -l'));
  const before = await lines();
  const bounce = {
    from: 'postmaster@inbox.example.net',
    to: 'bounces@bounce.example.com',
    subject: 'Home',
    id,
  };
  const taken = await world().client.submit({
    ...{ host: renamed.hostName, port: 25, tls: 'none', envelope: { from: '', to: [bounce.to] } },
    message: letter(bounce),
  });
  expect(taken.response).toMatch(/^250 /);
  await until('the bounce to be in the mailbox', 30_000, async () =>
    (await lines()) > before ? true : undefined,
  );
}, 60_000);

test('once the queue is dry preflight says so, and records and keys go', async () => {
  await until('the machine to say that nothing waits', 90_000, () =>
    Promise.resolve(report().former === `${KEY}: dry` || undefined),
  );
  // The host's own way, which takes the time that resolvers remember; a test of its own goes it.
  const moving = { published: '2026-11-28T00:00:00Z', reversed: true };
  await server.mustDeploy({ ...renamed, former: former.map((entry) => ({ ...entry, moving })) });
  former = former.map((entry) => ({ ...entry, moving: undefined }));
  await server.mustDeploy({ ...renamed, former });
  expect(await preflight()).toMatchObject([{ verdict: 'warn', subject: KEY }]);
  await server.mustDeploy({ ...renamed, former: former.map((entry) => ({ ...entry, over: true })) });
  expect(await found()).toEqual(stays.map(() => false));
  expect(server.rehearsal.stand.account.readParameter('/kitte/prod/dkim/example.com/kitte1')).toBeUndefined();
  expect((await deliver(world(), newSender(), 587)).verdicts.filter(({ pass }) => !pass)).toEqual([]);
}, 300_000);
