import { randomUUID } from 'node:crypto';

import { loginsOf } from '../../config/domains';
import type { Environment } from '../../config/environment';
import { hostInForce } from '../../config/host-names';
import { domainOf } from '../../config/schema/mail-address';
import { reverseNameOf } from '../../dns/reverse-name';
import type { Hop, Message, Verdict } from '../report/result';
import { clientHost, layout, receiverDomain, receiverHost } from '../world/layout';
import type { ReceivedMessage } from '../world/receiver/receiver';
import type { World } from '../world';
import { type Envelope, secondOpinion, wordsOn } from './second-opinion';
import { thirdOpinion } from './third-opinion';
import { worldResolver } from './world-resolver';

export interface Sender {
  readonly environment: Environment;
  readonly address: string;
  readonly login: string;
  readonly password: string;
  /** The address in From. */
  readonly from: string;
}

/** The login's own address, of the environment's first domain where it has one there: a whole domain is sent from as `hello@`. */
export function senderOf(environment: Environment, login: string): string {
  const senders = loginsOf(environment).find((user) => user.login === login)?.senders ?? [];
  const own = senders.find((sender) => domainOf(sender) === environment.domain);
  const sender = own ?? senders[0] ?? `@${environment.domain}`;
  return sender.startsWith('@') ? `hello${sender}` : sender;
}

/** Seconds that a message may take from submission to the inbox. */
const PATIENCE_MS = 60_000;

/** Submits one message as a mail client does and has it judged where it arrives. */
export async function deliver(world: World, sender: Sender, port: 465 | 587): Promise<Message> {
  const { environment } = sender;
  const subject = `A stamp from ${environment.hostName}`;
  const id = `<${randomUUID()}@${environment.domain}>`;
  const to = `reader@${receiverDomain}`;
  const submitted = await world.client.submit({
    host: environment.hostName,
    port,
    tls: port === 465 ? 'implicit' : 'starttls',
    login: sender.login,
    password: sender.password,
    envelope: { from: sender.from, to: [to] },
    message: letter({ from: sender.from, to, subject, id }),
  });
  const base = {
    port,
    subject,
    from: sender.from,
    to,
    submittedWith: { tls: tlsOf(port), auth: sender.login },
  };
  const accepted: Verdict = {
    id: 'auth',
    subject: `submission on port ${String(port)} as ${sender.login}`,
    expected: '250',
    seen: submitted.response.slice(0, 3),
    pass: submitted.accepted,
    words: submitted.response,
  };
  if (!submitted.accepted)
    return {
      ...base,
      envelopeFrom: sender.from,
      headers: '',
      hops: hops(sender, port),
      verdicts: [accepted],
    };

  const received = await world.receiver
    .waitFor(({ source }) => source.includes(id), PATIENCE_MS)
    .catch((error: unknown) => error as Error);
  if (received instanceof Error)
    return {
      ...base,
      envelopeFrom: sender.from,
      headers: '',
      hops: hops(sender, port),
      verdicts: [accepted, missing(received.message)],
    };
  return {
    ...base,
    envelopeFrom: returnPath(received.source) ?? sender.from,
    headers: headersOf(received.source),
    hops: hops(sender, port, protocol(received.verdicts.tls)),
    verdicts: [accepted, ...receiversVerdicts(received, sender), ...(await agreed(world, received, sender))],
  };
}

export function letter(fields: { from: string; to: string; subject: string; id: string }): string {
  return [
    `From: ${fields.from}`,
    `To: ${fields.to}`,
    `Subject: ${fields.subject}`,
    `Message-ID: ${fields.id}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Sending mail is easy. Delivering it is the work.',
    '',
  ].join('\r\n');
}

/** What the receiver wrote above the message, against what a good sender gets. */
function receiversVerdicts({ verdicts }: ReceivedMessage, { environment, address }: Sender): Verdict[] {
  const authentication = (id: 'spf' | 'dkim' | 'dmarc'): Verdict => ({
    id,
    subject: `${environment.domain}, by ${receiverHost}`,
    expected: 'pass',
    seen: verdicts[id],
    pass: verdicts[id] === 'pass',
    words: wordsOn(id, verdicts.authenticationResults),
  });
  const reverseName = reverseNameOf(environment) ?? 'none';
  return [
    authentication('spf'),
    authentication('dkim'),
    authentication('dmarc'),
    {
      id: 'tls',
      subject: `${environment.hostName} to ${receiverHost}`,
      expected: 'TLS 1.2 or better',
      seen: protocol(verdicts.tls),
      pass: /^TLSv1\.[23]\b/.test(verdicts.tls),
      words: verdicts.received,
    },
    {
      id: 'fcrdns',
      subject: `${address} and its name`,
      expected: reverseName,
      seen: verdicts.fcrdns,
      pass: verdicts.fcrdns === reverseName,
      words: verdicts.received,
    },
  ];
}

async function agreed(world: World, { source }: ReceivedMessage, sender: Sender): Promise<Verdict[]> {
  const envelope: Envelope = {
    ip: sender.address,
    helo: hostInForce(sender.environment),
    sender: returnPath(source) ?? sender.from,
    mta: receiverHost,
  };
  const opinions = await Promise.all([
    secondOpinion(Buffer.from(source, 'latin1'), envelope, worldResolver(world)),
    thirdOpinion(world.receiver, source, envelope, sender.environment.domain),
  ]);
  return opinions.flat();
}

const missing = (words: string): Verdict => ({
  id: 'arrival',
  subject: `the inbox at ${receiverDomain}`,
  expected: 'the message',
  seen: 'nothing',
  pass: false,
  words,
});

function hops({ environment, address, login }: Sender, port: 465 | 587, tls?: string): Hop[] {
  const onward = tls === undefined ? {} : { tls };
  return [
    {
      kind: 'client',
      name: clientHost,
      address: layout.client,
      detail: `nodemailer as ${login}`,
      programs: [],
    },
    {
      kind: 'server',
      name: environment.hostName,
      address,
      detail: `submission on port ${String(port)}`,
      programs: ['Postfix', 'Dovecot SASL', 'OpenDKIM'],
      tls: tlsOf(port),
    },
    {
      kind: 'receiver',
      name: receiverHost,
      address: layout.receiver,
      detail: 'judges',
      programs: ['Postfix', 'rspamd'],
      ...onward,
    },
    {
      kind: 'inbox',
      name: `reader@${receiverDomain}`,
      address: layout.receiver,
      detail: 'delivered',
      programs: [],
    },
  ];
}

/** `TLSv1.3` of `TLSv1.3 with cipher ...`. */
const protocol = (tls: string) => tls.split(' ', 1)[0] ?? tls;

const tlsOf = (port: 465 | 587) => (port === 465 ? 'implicit TLS' : 'STARTTLS');

const headersOf = (source: string) => source.replaceAll('\r\n', '\n').split('\n\n', 1)[0] ?? '';

const returnPath = (source: string) => /^Return-Path: <([^>]*)>/m.exec(source)?.[1];
