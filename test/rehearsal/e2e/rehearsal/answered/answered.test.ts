import { randomUUID } from 'node:crypto';

import { layout, receiverDomain } from '../../../../../lib/rehearsal/world/layout';
import { RETURNED } from '../../../../../lib/rehearsal/world/receiver/config';
import { until } from '../../../../../lib/rehearsal/world/shell';
import type { Row } from '../../../../../lib/checks/row';
import type { Letter, Mailbox } from '../../../../../lib/operate/mailbox/ask';
import { deployed, ZONE_ID } from '../../../deployed';
import { onLaptop } from '../../laptop';

/**
 * A domain below the zone, at which there is nothing but what Kitte publishes: whoever answers its mail, returns it or looks for its
 * sender must find somebody.
 */
const domain = 'news.example.com';
const host = `mail.${domain}`;
const sender = `news@${domain}`;
const unsaid = {
  domain,
  hostedZone: { id: ZONE_ID, name: 'example.com' },
  users: [{ login: 'app', senders: [sender] }],
};
const served = { ...unsaid, mx: true };
const TEAM = `team@${receiverDomain}`;
const OPS = `ops@${receiverDomain}`;
const PERSON = `<reader@${receiverDomain}>`;

jest.setTimeout(120_000);
const server = deployed(unsaid, { judged: true });

async function rows(...args: string[]): Promise<Row[]> {
  const given = [...args, '--json', '--config', server.config, '--resolver', layout.router];
  const { stdout } = await onLaptop(server.rehearsal.stand, given);
  const said = JSON.parse(stdout) as Row[] | { rows: Row[] };
  return (Array.isArray(said) ? said : said.rows).filter(({ id }) => id === 'mx');
}

const verdict = () =>
  server.rehearsal.stand.account.stacks().find(({ name }) => name.endsWith('-dns'))?.outputs['Verdict'] ?? '';

/** Answers to the commands: those to the connection and to EHLO are left out. */
const smtp = async (...commands: string[]) =>
  (
    await server.rehearsal.stand.world.client.smtp({
      ...{ host, port: 25, tls: 'none' },
      commands: ['EHLO laptop.example.net', ...commands],
    })
  ).answers.slice(2);

const written = (mark: string, to: string) =>
  [`From: reader@${receiverDomain}`, `To: ${to}`, `Subject: ${mark}`, '', 'Hello.', '.'].join('\r\n');

async function lying(is: (letter: Letter) => boolean): Promise<Letter> {
  return until('the letter to lie in the mailbox', 60_000, async () => {
    const args = ['mailbox', '--json', '--config', server.config];
    const { stdout } = await onLaptop(server.rehearsal.stand, args);
    return (JSON.parse(stdout) as Mailbox).letters.find(is);
  });
}

const arrived = (mark: string) =>
  server.rehearsal.stand.world.receiver.waitFor(({ source }) => source.includes(mark), 60_000);

test('while nobody takes its mail, strict receivers refuse it; rehearsal, preflight, gate and doctor say so', async () => {
  const result = await server.rehearsal.result();
  expect(result.ok).toBe(false);
  const verdicts = [...result.messages.flatMap((message) => message.verdicts), ...result.verdicts];
  expect(verdicts.filter(({ pass }) => !pass)).toMatchObject([
    {
      ...{ id: 'strict', seen: '450 4.1.8' },
      subject: expect.stringContaining('reject_unknown_sender_domain') as string,
      words: expect.stringContaining('Sender address rejected: Domain not found') as string,
    },
    { id: 'strict', subject: expect.stringContaining('Exim') as string },
  ]);
  expect(verdict()).toMatch(/^fail: .*mx \(MX news\.example\.com\): neither MX nor address.*Set mx: true/);
  const seen = { verdict: 'fail', subject: `MX ${domain}`, seen: 'neither MX nor address' };
  expect(await rows('preflight')).toMatchObject([seen]);
  expect(await rows('doctor')).toMatchObject([seen]);
});

test('with `mx: true` they all take it', async () => {
  await server.mustDeploy(served);
  expect((await server.rehearsal.strictly()).filter(({ pass }) => !pass)).toEqual([]);
  expect(verdict()).toMatch(/^pass: /);
  expect(await rows('preflight')).toMatchObject([{ verdict: 'pass', seen: `10 ${host}, by this config` }]);
  expect(await rows('doctor')).toMatchObject([{ verdict: 'pass', seen: `10 ${host}` }]);
}, 300_000);

test('letters to its postmaster, and what another server returns, come to where a person can read them', async () => {
  const mark = randomUUID();
  const letter = written(mark, `postmaster@${domain}`);
  const answers = await smtp(`MAIL FROM:${PERSON}`, `RCPT TO:<postmaster@${domain}>`, 'DATA', letter);
  expect(answers.at(-1)).toMatch(/^250 /);
  expect(await lying(({ subject }) => subject === mark)).toMatchObject({ to: `postmaster@${domain}` });

  const { login, password } = server.rehearsal.sender('app');
  const { accepted } = await server.rehearsal.stand.world.client.submit({
    ...{ host, port: 465, tls: 'implicit', login, password },
    envelope: { from: sender, to: [RETURNED] },
    message: `From: ${sender}\r\nTo: ${RETURNED}\r\nSubject: It will come back\r\n\r\nHello.\r\n`,
  });
  expect(accepted).toBe(true);
  const report = await lying(({ kind }) => kind === 'returned');
  expect(report).toMatchObject({
    sender: '',
    from: expect.stringContaining(receiverDomain) as string,
    failed: [{ recipient: RETURNED }],
  });
});

test('a person’s reply is refused with an address that works; who asks for the sender hears yes', async () => {
  for (const to of [sender, `news+7@${domain}`]) {
    const [, refusal = ''] = await smtp(`MAIL FROM:${PERSON}`, `RCPT TO:<${to}>`);
    expect(refusal).toMatch(/^550 5\.2\.1 /);
    const named = /write to (\S+@[^\s;]+)/.exec(refusal)?.[1] ?? 'nobody';
    expect(await smtp(`MAIL FROM:${PERSON}`, `RCPT TO:<${named}>`, 'QUIT')).toMatchObject([
      expect.stringMatching(/^250 /),
      expect.stringMatching(/^250 /),
      expect.stringMatching(/^221 /),
    ]);
    expect(await smtp('MAIL FROM:<>', `RCPT TO:<${to}>`, 'QUIT')).toMatchObject([
      expect.stringMatching(/^250 /),
      expect.stringMatching(/^250 /),
      expect.stringMatching(/^221 /),
    ]);
  }
  const [, unknown] = await smtp(`MAIL FROM:${PERSON}`, `RCPT TO:<nobody@${domain}>`);
  expect(unknown).toMatch(/^550 5\.1\.1 /);
});

test('with `replies` and a home for bounces, each goes where the config says, and passes there', async () => {
  await server.mustDeploy({ ...served, replies: TEAM, roleAddresses: { bounces: OPS } });
  const [reply, bounce] = [randomUUID(), randomUUID()];
  const person = await smtp(`MAIL FROM:${PERSON}`, `RCPT TO:<${sender}>`, 'DATA', written(reply, sender));
  expect(person.at(-1)).toMatch(/^250 /);
  const nobody = await smtp('MAIL FROM:<>', `RCPT TO:<${sender}>`, 'DATA', written(bounce, sender));
  expect(nobody.at(-1)).toMatch(/^250 /);
  const [forwarded, returned] = await Promise.all([arrived(reply), arrived(bounce)]);
  expect(forwarded.source).toMatch(new RegExp(`^(X-Original-To|Delivered-To): ${TEAM}$`, 'm'));
  expect(returned.source).toMatch(new RegExp(`^(X-Original-To|Delivered-To): ${OPS}$`, 'm'));
  // The forward has an envelope sender of its own: its failures come home, and SPF passes.
  expect(forwarded.source).toMatch(/^Return-Path: <owner-roles@news\.example\.com>$/m);
  expect(forwarded.verdicts.spf).toBe('pass');
}, 180_000);
