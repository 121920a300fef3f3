import type { Happening } from './event';

/** What happened, in words. */
export function inWords(event: Happening): string {
  switch (event.kind) {
    case 'taken':
      return `taken from ${event.client}${event.login === undefined ? '' : `, login ${event.login}`}`;
    case 'composed':
      return `written on the server by ${event.user}`;
    case 'named':
      return `Message-ID <${event.messageId}>`;
    case 'signed':
      return `signed for ${event.domain} with ${event.selector}`;
    case 'queued':
      return `in the queue: from ${event.sender === '' ? '<> (a notice)' : event.sender}, ${String(event.bytes)} bytes, ${counted(event.recipients)}`;
    case 'delivery':
      return `${DELIVERY[event.status]} ${event.recipient}${event.relay === 'none' ? '' : ` at ${event.relay}`} after ${String(event.seconds)} s (${event.dsn}): ${event.words}${explained(event.words)}`;
    case 'refused':
      return `refused${event.recipient === '' ? '' : `, to ${event.recipient}`}: ${event.words}`;
    case 'judged':
      return `may not go: ${[
        `login ${event.login ?? '(none: the server itself)'}`,
        ...(event.field === undefined ? [] : [`field ${event.field}`]),
        ...(event.address === undefined ? [] : [`address ${event.address}`]),
      ].join(', ')}: ${event.words}`;
    case 'expired':
      return 'waited too long, returned to its sender';
    case 'notice':
      return `${NOTICE[event.about]} sent to its sender as ${event.noticeId}`;
    case 'held':
      return 'put on hold';
    case 'released':
      return 'released from hold';
    case 'removed':
      return 'done, out of the queue';
    case 'deleted':
      return 'deleted by a person';
    case 'cancelled':
      return 'not taken: the client or a check ended it';
    case 'other':
      return event.text;
  }
}

/** `inet_protocols = ipv4`: a mail exchanger with AAAA records alone is a permanent failure, said in the resolver's words. */
function explained(words: string): string {
  const [, host] = /name=(\S+) type=A: Host found but no data record of requested type/.exec(words) ?? [];
  return host === undefined
    ? ''
    : ` [${host} has no IPv4 address, and this server sends over IPv4 alone: see "A domain has no IPv4 address" in the runbook]`;
}

const DELIVERY = {
  sent: 'delivered to',
  bounced: 'BOUNCED for',
  deferred: 'waits for',
  undeliverable: 'would bounce for',
  expired: 'EXPIRED for',
} as const;

const NOTICE = {
  failure: 'notice of failure',
  delay: 'notice of delay',
  success: 'notice of delivery',
} as const;

const counted = (count: number) => `${String(count)} recipient${count === 1 ? '' : 's'}`;
