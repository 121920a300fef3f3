import { randomUUID } from 'node:crypto';

import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';

import { letter } from '../../../../../lib/rehearsal/judge/delivery';
import { secondOpinion } from '../../../../../lib/rehearsal/judge/second-opinion';
import { thirdOpinion } from '../../../../../lib/rehearsal/judge/third-opinion';
import { worldResolver } from '../../../../../lib/rehearsal/judge/world-resolver';
import { layout, receiverHost } from '../../../../../lib/rehearsal/world/layout';
import { domain, server as deployed } from './server';

/** Three judges of one message: rspamd where it arrives, mailauth, and Debian's dkimpy and pyspf. They must agree, on bad ones too. */
const stranger = 'provider.example.org';
const to = 'reader@inbox.example.net';

const server = deployed();

/** A good message as it arrived. */
let good: string;

interface Opinions {
  readonly spf: string;
  readonly dkim: string;
  readonly dmarc?: string;
}

/** Sent by the laptop right to the receiver, as a forger would. */
async function forge(sender: string, message: (id: string) => string): Promise<string> {
  const id = `<${randomUUID()}@forged.example>`;
  const { world } = server.rehearsal.stand;
  const body = message(id).replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
  const { answers } = await world.client.smtp({
    host: receiverHost,
    port: 25,
    tls: 'none',
    commands: ['EHLO laptop.example.net', `MAIL FROM:<${sender}>`, `RCPT TO:<${to}>`, 'DATA', `${body}\r\n.`],
  });
  expect(answers.at(-1)).toMatch(/^250 /);
  return (await world.receiver.waitFor(({ source }) => source.includes(id), 60_000)).source;
}

async function judged(source: string, ip: string, helo: string, sender: string): Promise<Opinions[]> {
  const { world } = server.rehearsal.stand;
  const envelope = { ip, helo, sender, mta: receiverHost };
  const [messages, second, third] = await Promise.all([
    world.receiver.messages(),
    secondOpinion(Buffer.from(source, 'latin1'), envelope, worldResolver(world)),
    thirdOpinion(world.receiver, source, envelope, domain),
  ]);
  const first = messages.find((message) => message.source === source)!.verdicts;
  const seen = (verdicts: typeof second) => Object.fromEntries(verdicts.map(({ id, seen }) => [id, seen]));
  return [
    { spf: first.spf, dkim: first.dkim, dmarc: first.dmarc },
    seen(second) as unknown as Opinions,
    seen(third) as unknown as Opinions,
  ];
}

/** The judges' words for "no" differ (mailauth calls a wrong body hash neutral, rspamd a missing signature none). */
const yes = (opinions: readonly Opinions[], id: keyof Opinions) =>
  opinions.flatMap((opinion) => (opinion[id] === undefined ? [] : [opinion[id] === 'pass']));

beforeAll(async () => {
  const { account, world } = server.rehearsal.stand;
  good = (await world.receiver.messages())[0]?.source ?? '';
  // A domain of the forger's own, whose SPF is right for the laptop.
  account.addHostedZone({ id: 'ZSTRANGER', name: stranger });
  const route53 = new Route53Client(account.sdk);
  const ResourceRecordSet = {
    Name: `${stranger}.`,
    Type: 'TXT' as const,
    TTL: 60,
    ResourceRecords: [{ Value: `"v=spf1 ip4:${layout.client} -all"` }],
  };
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: 'ZSTRANGER',
      ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet }] },
    }),
  );
  await world.delegate(stranger, true);
});

test('a good message: every judge says pass, and the rehearsal shows it', async () => {
  const result = await server.rehearsal.result();
  for (const { verdicts } of result.messages) {
    const subjects = verdicts.filter(({ pass }) => pass).map(({ id, subject }) => `${id} ${subject}`);
    expect(subjects).toEqual(
      expect.arrayContaining(['spf third opinion by pyspf', 'dkim third opinion by dkimpy']),
    );
  }
  expect(result.ok).toBe(true);
  const { address, environment } = server.rehearsal.sender();
  const opinions = await judged(good, address, environment.hostName, `hello@${domain}`);
  const pass = { spf: 'pass', dkim: 'pass' };
  expect(opinions).toEqual([{ ...pass, dmarc: 'pass' }, { ...pass, dmarc: 'pass' }, pass]);
});

test('a tampered body from a foreign address: no judge lets SPF, DKIM or DMARC pass', async () => {
  const signed = good.slice(good.indexOf('DKIM-Signature:'));
  const sender = `hello@${domain}`;
  const source = await forge(sender, (id) =>
    `X-Mark: ${id}\n${signed}`.replace('Delivering it', 'Stealing it'),
  );
  expect(source).toContain('Stealing it');
  const opinions = await judged(source, layout.client, 'laptop.example.net', sender);
  expect(yes(opinions, 'spf')).toEqual([false, false, false]);
  expect(yes(opinions, 'dkim')).toEqual([false, false, false]);
  expect(yes(opinions, 'dmarc')).toEqual([false, false]);
});

test('an untouched message from a foreign address: SPF fails for all, the signature holds for all', async () => {
  const signed = good.slice(good.indexOf('DKIM-Signature:'));
  const sender = `hello@${domain}`;
  const source = await forge(sender, (id) => `X-Mark: ${id}\n${signed}`);
  const opinions = await judged(source, layout.client, 'laptop.example.net', sender);
  expect(yes(opinions, 'spf')).toEqual([false, false, false]);
  expect(yes(opinions, 'dkim')).toEqual([true, true, true]);
  expect(yes(opinions, 'dmarc')).toEqual([true, true]);
});

test('an unaligned From: SPF passes for the envelope for all, DMARC for none', async () => {
  const sender = `a@${stranger}`;
  const from = `hello@${domain}`;
  const source = await forge(sender, (id) => letter({ from, to, subject: 'Unaligned', id }));
  const opinions = await judged(source, layout.client, 'laptop.example.net', sender);
  expect(yes(opinions, 'spf')).toEqual([true, true, true]);
  expect(yes(opinions, 'dkim')).toEqual([false, false, false]);
  expect(yes(opinions, 'dmarc')).toEqual([false, false]);
});
