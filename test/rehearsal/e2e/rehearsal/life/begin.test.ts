import { letter } from '../../../../../lib/rehearsal/judge/delivery';
import { refused } from '../../../../../lib/rehearsal/judge/refusals';
import { reachesHost } from '../../leaks';
import { domain, Life, to } from './life';

/** The server as it was deployed, and what it takes and sends. */
const life = Life.begin();

test('every verdict is as expected, by two judges', async () => {
  const result = await life.server.rehearsal.result();
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
  const { runId } = life.stand.world;
  const { fromHost, fromWorld, namespaces } = await reachesHost(runId);
  expect(fromHost.every(({ reached }) => reached)).toBe(true);
  expect(namespaces).toEqual(
    expect.arrayContaining(['client', 'gateway', 'lambda', 'receiver', 'router', 'vm-1']),
  );
  expect(fromWorld.filter(({ reached }) => reached)).toEqual([]);
}, 60_000);

test('a message does not carry the address of the client that submitted it', async () => {
  const { messages } = await life.server.rehearsal.result();
  expect(messages[0]?.headers).not.toContain('198.51.100.10');
});

test('a message changed on the way fails DKIM', async () => {
  const { world } = life.stand;
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
  expect(refused('From', (await life.submit('mailer', `hello@${domain}`, message)).response)).toMatchObject({
    pass: true,
  });
});

test("root's sendmail works on the machine, and its mail is signed", async () => {
  const { world } = life.stand;
  const message = `To: ${to}\nSubject: The first step of the story\nMessage-ID: <sendmail@${domain}>\n\nHello\n`;
  await world.exec(life.machine, ['sendmail', '-t'], message);
  const arrived = await world.receiver.waitFor(
    ({ source }) => source.includes(`<sendmail@${domain}>`),
    60_000,
  );
  expect(arrived.verdicts).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
}, 90_000);
