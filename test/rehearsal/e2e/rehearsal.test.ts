import { deliver, letter } from '../../../lib/rehearsal/judge/delivery';
import { refused } from '../../../lib/rehearsal/judge/refusals';
import { until } from '../../../lib/rehearsal/world/shell';
import { reachesHost } from './leaks';
import { deployed, ZONE_ID } from '../deployed';

/**
 * One server's life: created, changed under way, stopped and started, taken down. Needs root; where it cannot run it
 * fails and says what is missing, as a rehearsal that is skipped proves nothing.
 */
const domain = 'example.com';
const to = 'reader@inbox.example.net';

const base = { domain, hostedZone: { id: ZONE_ID } };
const grown = {
  ...base,
  dkim: { selectors: ['kitte1', 'kitte2'], active: 'kitte1' },
  users: [
    { login: 'mailer', senders: [`@${domain}`] },
    { login: 'shop', senders: [`orders@${domain}`] },
  ],
};
const receiving = { ...grown, mx: true };

const server = deployed(base, { judged: true });

const machine = () => server.rehearsal.stand.account.instances()[0]?.id ?? 'none';
const exec = (...argv: string[]) => server.rehearsal.stand.world.exec(machine(), argv);
/** When the first process began: changes with every boot. */
const bootTime = async () => (await exec('stat', '-c', '%Y', '/proc/1')).stdout.trim();

function submit(login: string, from: string, message: string) {
  const { environment, password } = server.rehearsal.sender(login);
  return server.rehearsal.stand.world.client.submit({
    host: environment.hostName,
    port: 465,
    tls: 'implicit',
    login,
    password,
    envelope: { from, to: [to] },
    message,
  });
}

test('every verdict is as expected, by two judges', async () => {
  const result = await server.rehearsal.result();
  const verdicts = [...result.messages.flatMap((message) => message.verdicts), ...result.verdicts];
  expect(verdicts.filter(({ pass }) => !pass)).toEqual([]);
  expect(result.ok).toBe(true);
  expect(result.messages.map(({ port }) => port)).toEqual([465, 587]);
  expect(verdicts.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['spf', 'dkim', 'dmarc', 'tls', 'fcrdns', 'refusal', 'record']),
  );
  expect(result.machine.state).toBe('converged');
});

test('no namespace of the rehearsal reaches the network of the host', async () => {
  const { runId } = server.rehearsal.stand.world;
  const { fromHost, fromWorld, namespaces } = await reachesHost(runId);
  expect(fromHost.every(({ reached }) => reached)).toBe(true);
  expect(namespaces).toEqual(
    expect.arrayContaining(['client', 'gateway', 'lambda', 'receiver', 'router', 'vm-1']),
  );
  expect(fromWorld.filter(({ reached }) => reached)).toEqual([]);
}, 60_000);

test('a message does not carry the address of the client that submitted it', async () => {
  const { messages } = await server.rehearsal.result();
  expect(messages[0]?.headers).not.toContain('198.51.100.10');
});

test('a message changed on the way fails DKIM', async () => {
  const { world } = server.rehearsal.stand;
  const [original] = await world.receiver.messages();
  const signed = original!.source.slice(original!.source.indexOf('DKIM-Signature:'));
  const tampered = signed.replace('the work.', 'the worm.').replace(/Subject: .*/, (line) => line);
  const sent = await world.client.submit({
    host: 'mx.inbox.example.net',
    port: 25,
    tls: 'starttls',
    envelope: { from: `hello@${domain}`, to: [to] },
    message: tampered.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'),
  });
  expect(sent.response).toContain('250');
  const arrived = await world.receiver.waitFor(({ source }) => source.includes('the worm.'), 30_000);
  expect(arrived.verdicts).toMatchObject({
    dkim: 'fail',
    fcrdns: expect.not.stringContaining(`mail.${domain}`) as string,
  });
  expect(arrived.verdicts.spf).not.toBe('pass');
});

test('a From that cannot be read is refused, not passed on unsigned', async () => {
  const id = `<unreadable@${domain}>`;
  const message = letter({ from: 'Bank <evil>', to, subject: 'This must not arrive', id });
  expect(refused('From', (await submit('mailer', `hello@${domain}`, message)).response)).toMatchObject({
    pass: true,
  });
});

test("root's sendmail works on the machine, and its mail is signed", async () => {
  const { world } = server.rehearsal.stand;
  const message = `To: ${to}\nSubject: The first step of the story\nMessage-ID: <sendmail@${domain}>\n\nHello\n`;
  await world.exec(machine(), ['sendmail', '-t'], message);
  const arrived = await world.receiver.waitFor(
    ({ source }) => source.includes(`<sendmail@${domain}>`),
    60_000,
  );
  expect(arrived.verdicts).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
}, 90_000);

test('a deploy without a change changes nothing', async () => {
  const output = await server.mustDeploy(base);
  expect(output.match(/\(no changes\)/g)).toHaveLength(3);
}, 180_000);

test('a second login and a second selector reach the running server', async () => {
  const boot = await bootTime();
  const before = server.rehearsal.sender('mailer').password;
  await server.mustDeploy(grown);

  expect(await bootTime()).toBe(boot);
  expect(server.rehearsal.sender('mailer').password).toBe(before);
  expect(await server.rehearsal.stand.world.lookup(`kitte2._domainkey.${domain}`, 'TXT')).toEqual([
    expect.stringContaining('v=DKIM1'),
  ]);
  const shop = { ...server.rehearsal.sender('shop'), from: `orders@${domain}` };
  const message = await deliver(server.rehearsal.stand.world, shop, 587);
  expect(message.verdicts.filter(({ pass }) => !pass)).toEqual([]);
  const foreign = letter({ from: `hello@${domain}`, to, subject: 'Not of the shop', id: `<shop@${domain}>` });
  expect(refused('From', (await submit('shop', `orders@${domain}`, foreign)).response)).toMatchObject({
    pass: true,
  });
}, 300_000);

test('changed user-data reaches the server over a stop and start, and its queue survives', async () => {
  const { world } = server.rehearsal.stand;
  const [instance, boot] = [machine(), await bootTime()];
  const id = `<queued@${domain}>`;
  await world.blockPort25(true);
  const sent = await submit(
    'mailer',
    `hello@${domain}`,
    letter({ from: `hello@${domain}`, to, subject: 'Queued', id }),
  );
  expect(sent.response).toContain('250');

  await server.mustDeploy(receiving);

  expect(machine()).toBe(instance);
  expect(await bootTime()).not.toBe(boot);
  expect((await exec('postqueue', '-j')).stdout).toContain(`hello@${domain}`);
  await world.blockPort25(false);
  // A flush passes over a message whose last attempt still waits for its connection: flush until it is gone.
  const arrived = await until('the queued message', 120_000, async () => {
    await exec('postqueue', '-f');
    return world.receiver.waitFor(({ source }) => source.includes(id), 3_000);
  });
  expect(arrived.verdicts).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
}, 600_000);

test('port 25, open now, takes mail for its own domain and relays for nobody', async () => {
  const { world } = server.rehearsal.stand;
  expect(await world.lookup(domain, 'MX')).toEqual([expect.stringContaining(`mail.${domain}.`)]);
  const ask = async (recipient: string) => {
    const commands = ['EHLO laptop.example.net', 'MAIL FROM:<>', `RCPT TO:<${recipient}>`, 'QUIT'];
    const { answers } = await until('an answer on port 25', 30_000, async () => {
      const dialogue = await world.client.smtp({
        host: `mail.${domain}`,
        port: 25,
        tls: 'starttls',
        commands,
      });
      return dialogue.error === undefined ? dialogue : undefined;
    });
    return answers.at(-2) ?? '';
  };
  expect(await ask(`postmaster@${domain}`)).toMatch(/^250/);
  expect(await ask(to)).toMatch(/^5/);
}, 90_000);

test('a destroy leaves nothing behind', async () => {
  await server.mustDeploy(receiving, { context: ['retain=false'] });
  expect(server.rehearsal.stand.account.reverseNames().size).toBe(1);
  const run = await server.rehearsal.stand.cdk([
    'destroy',
    'prod/*',
    '--force',
    ...server.rehearsal.context(),
    '-c',
    'retain=false',
  ]);
  expect(run.output).not.toMatch(/failed/i);
  expect(run.exitCode).toBe(0);
  expect(server.rehearsal.stand.account.reverseNames().size).toBe(0);
  expect(server.rehearsal.stand.account.remains().filter((line) => /kitte|^volume/.test(line))).toEqual([]);
  expect(server.rehearsal.stand.account.addresses()).toEqual([]);
}, 300_000);
