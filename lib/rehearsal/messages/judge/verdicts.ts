import { internetMessage } from '../../../checks/internet-message';
import type { ReceiverName } from '../case';
import { differences } from './same';
import type { Opinion, Told } from './verifiers';

/** A message where it arrived, with everything that is known of it. */
export interface Arrival {
  readonly receiver: ReceiverName;
  /** Latin1, as it lies in the inbox. */
  readonly source: string;
  /** As it was submitted, read by the same parser. */
  readonly submitted: Told;
  /** As it stood in the queue behind the milter; undefined where it was gone before anybody looked. */
  readonly signed: string | undefined;
  readonly opinion: Opinion;
  /** Judge to its word, for each method; `list` is DKIM below the fields of a list server. */
  readonly words: Readonly<Record<'spf' | 'dkim' | 'dmarc' | 'list', Readonly<Record<string, string>>>>;
  readonly domain: string;
}

/** Fields that a signature must cover where they are there: RFC 6376 section 5.4.1, RFC 8058 section 4. */
const COVERED = [
  ...['from', 'to', 'cc', 'subject', 'date', 'message-id', 'reply-to', 'sender', 'in-reply-to', 'references'],
  ...['mime-version', 'content-type', 'content-transfer-encoding'],
  ...['list-id', 'list-help', 'list-unsubscribe', 'list-unsubscribe-post', 'list-subscribe', 'list-post'],
  ...['list-owner', 'list-archive'],
];

export interface Verdict {
  readonly name: string;
  /** Empty when it holds. */
  readonly problem: string;
}

export function verdictsOn(arrival: Arrival): Verdict[] {
  const { receiver, opinion, submitted, domain } = arrival;
  const lines = arrival.source.split('\n').map((line) => line.replace(/\r$/, ''));
  const longest = Math.max(...lines.map((line) => line.length));
  const own = opinion.dkim.find((signature) => signature.domain === domain);
  const covered = own?.covered ?? [];
  const names = new Set(
    internetMessage(Buffer.from(arrival.source, 'latin1')).fields.map(({ name }) => name),
  );
  const uncovered = COVERED.filter((name) => names.has(name) && !covered.includes(name));
  const verdict = (name: string, problem: string | false | undefined): Verdict => ({
    name: `${receiver} ${name}`,
    problem: problem === false || problem === undefined ? '' : problem,
  });
  return [
    verdict('whole', differences(submitted, opinion.told).join('; ')),
    verdict('as signed', asSigned(arrival)),
    verdict('998', longest > 998 && `a line of ${String(longest)} octets arrived`),
    ...(receiver === 'bare'
      ? [verdict('7 bits', eightBit(arrival) && '8-bit octets came to a receiver without 8BITMIME')]
      : []),
    ...Object.entries(arrival.words).flatMap(([method, judges]) =>
      Object.entries(judges).map(([judge, word]) =>
        verdict(`${method} by ${judge}`, word !== 'pass' && word),
      ),
    ),
    verdict('signed fields', uncovered.length > 0 && `h= lacks ${uncovered.join(', ')}`),
    ...(opinion.forged === undefined
      ? []
      : [
          verdict(
            'forged',
            opinion.forged.includes(true) && 'a second From or Subject leaves the signature whole',
          ),
        ]),
  ];
}

/** Trace fields stand above; below them every octet is the signer's. */
function asSigned({ source, signed }: Arrival): string | false {
  if (signed === undefined) return 'it was not in the queue when it was looked at';
  const arrived = source.replaceAll('\r\n', '\n').replace(/\n+$/, '\n');
  const wanted = signed.replace(/\n+$/, '\n');
  if (arrived.endsWith(wanted)) return false;
  let at = 1;
  while (at <= wanted.length && arrived.at(-at) === wanted.at(-at)) at += 1;
  const around = (text: string) =>
    JSON.stringify(text.slice(Math.max(0, text.length - at - 30), text.length - at + 30));
  return `it left otherwise than it was signed: ${around(wanted)} became ${around(arrived)}`;
}

const eightBit = ({ source }: Arrival) => /[\x80-\xff]/.test(source);
