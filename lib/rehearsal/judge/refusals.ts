import { randomUUID } from 'node:crypto';

import type { Verdict } from '../report/result';
import { receiverDomain } from '../world/layout';
import type { World } from '../world';
import { letter, type Sender } from './delivery';

/** What must be refused, each tried on the running server. */
export async function refusals(world: World, sender: Sender): Promise<Verdict[]> {
  const host = sender.environment.hostName;
  const to = `reader@${receiverDomain}`;
  const foreign = `president@${receiverDomain}`;
  const plain = Buffer.from(`\0${sender.login}\0${sender.password}`).toString('base64');
  const submit = (changes: { password?: string; envelope?: string; from?: string }) =>
    world.client.submit({
      host,
      port: 465,
      tls: 'implicit',
      login: sender.login,
      password: changes.password ?? sender.password,
      envelope: { from: changes.envelope ?? sender.from, to: [to] },
      message: letter({
        from: changes.from ?? sender.from,
        to,
        subject: 'This must not arrive',
        id: `<${randomUUID()}@${receiverDomain}>`,
      }),
    });
  const relay = (port: number, tls: 'implicit' | 'starttls') =>
    world.client.smtp({
      host,
      port,
      tls,
      commands: ['EHLO laptop', `MAIL FROM:<${sender.from}>`, `RCPT TO:<${to}>`],
    });

  const [beforeTls, password, envelope, from, relay465, relay587] = await Promise.all([
    world.client.smtp({ host, port: 587, tls: 'none', commands: ['EHLO laptop', `AUTH PLAIN ${plain}`] }),
    submit({ password: 'not-the-password' }),
    submit({ envelope: foreign }),
    submit({ from: foreign }),
    relay(465, 'implicit'),
    relay(587, 'starttls'),
  ]);
  const last = (answers: readonly string[]) => answers.at(-1) ?? '';
  return [
    refused('AUTH before TLS on port 587', last(beforeTls.answers)),
    refused('a wrong password', password.response),
    refused(`the envelope sender ${foreign}`, envelope.response),
    refused(`the From header ${foreign}`, from.response),
    refused('relaying without a login on port 465', last(relay465.answers)),
    refused('relaying without a login on port 587', last(relay587.answers)),
  ];
}

/** No login writes as a domain of the same server that is not among its senders. */
export async function acrossDomains(world: World, senders: readonly Sender[]): Promise<Verdict[]> {
  const pairs = senders.flatMap((sender) =>
    senders
      .filter(
        (other) => other.login !== sender.login && other.environment.domain !== sender.environment.domain,
      )
      .flatMap((other) => [
        { sender, envelope: other.from, from: sender.from, what: `the envelope sender ${other.from}` },
        { sender, envelope: sender.from, from: other.from, what: `the From header ${other.from}` },
      ]),
  );
  const to = `reader@${receiverDomain}`;
  return Promise.all(
    pairs.map(async ({ sender, envelope, from, what }) => {
      const { response } = await world.client.submit({
        ...{ host: sender.environment.hostName, port: 465, tls: 'implicit' },
        ...{ login: sender.login, password: sender.password, envelope: { from: envelope, to: [to] } },
        message: letter({
          ...{ from, to, subject: 'This must not arrive' },
          id: `<${randomUUID()}@${receiverDomain}>`,
        }),
      });
      return refused(`${what} by ${sender.login}`, response);
    }),
  );
}

/**
 * A permanent refusal (RFC 5321 section 4.2.1); a temporary one would be tried again. The code stands alone:
 * the port in `connect … 203.0.113.9:587 - Local` is none, and a server that is not reached refused nothing.
 */
export function refused(subject: string, reply: string): Verdict {
  const code = /(?:^|\s)([2-5]\d\d)[ -]/.exec(reply)?.[1] ?? 'no answer';
  return {
    id: 'refusal',
    subject,
    expected: '5xx',
    seen: code,
    pass: code.startsWith('5'),
    words: reply.trim(),
  };
}
