import { randomUUID } from 'node:crypto';

import { reverseNameOf } from '../../dns/reverse-name';
import type { Verdict } from '../report/result';
import { pickyDomain, pickyHost, strictDomain, strictHost } from '../world/layout';
import { PICKY_RULES, type PickyRule } from '../world/receiver/doors';
import { until } from '../world/shell';
import type { World } from '../world';
import { letter, type Sender } from './delivery';

/** What each rule of a strict receiver asks, and how its own words call it. */
const ASKED: Readonly<Record<PickyRule, string>> = {
  sender: 'a sender domain with MX or address',
  helo: 'a HELO name that exists',
  reverse: 'a reverse name that leads back',
  spf: 'SPF that pyspf passes',
};
const RULES = Object.keys(PICKY_RULES) as PickyRule[];
const PATIENCE_MS = 60_000;
/** Octets. A line of 998 is the longest that RFC 5321 section 4.5.3.1.6 has, without its end. */
const LONG = 1500;

/** One message to receivers that refuse what they may, and what each of their rules made of it. */
export async function strictVerdicts(world: World, machine: string, sender: Sender): Promise<Verdict[]> {
  const { environment, login, password, from } = sender;
  const mark = randomUUID().slice(0, 8);
  const picky = RULES.map((rule) => ({ rule, address: `${rule}+${mark}@${pickyDomain}` }));
  const strict = `reader+${mark}@${strictDomain}`;
  const to = [...picky.map(({ address }) => address), strict];
  const fields = {
    from,
    to: strict,
    subject: 'To receivers that are strict',
    id: `<${mark}@${environment.domain}>`,
  };
  const message = `${letter(fields)}${'A line that is too long to be handed on. '.repeat(LONG / 40)}\r\n`;
  // The config may let a message have fewer recipients than there are rules.
  const most = environment.limits.recipientsPerMessage;
  const submitted = await Promise.all(
    Array.from({ length: Math.ceil(to.length / most) }, (_, at) =>
      world.client.submit({
        ...{ host: environment.hostName, port: 465, tls: 'implicit', login, password, message },
        envelope: { from, to: to.slice(at * most, (at + 1) * most) },
      }),
    ),
  );
  const response = submitted.map((each) => each.response).join('; ');
  const known = new Map<string, Handed>();
  await until('every strict receiver to answer', PATIENCE_MS, async () => {
    for (const handed of handedOn(await said(world, machine, mark))) known.set(handed.to, handed);
    return to.every((address) => known.has(address)) ? true : undefined;
  }).catch(() => undefined);
  await forget(world, machine, [...known.values()]);
  const verdict = (address: string, subject: string, needsReverse: boolean) =>
    judged(known.get(address), response, subject, needsReverse && reverseNameOf(environment) === undefined);
  return [
    ...picky.map(({ rule, address }) =>
      verdict(address, `${ASKED[rule]}, asked by ${pickyHost} (${PICKY_RULES[rule]})`, rule === 'reverse'),
    ),
    verdict(
      strict,
      `all of that and no line over 998 octets, asked by ${strictHost} (Exim, Debian's ACL)`,
      true,
    ),
  ];
}

/** What came of one recipient, in the log of the server that sent. */
export interface Handed {
  readonly queueId: string;
  readonly to: string;
  readonly status: string;
  /** The receiver's own. */
  readonly words: string;
}

/** The last word on each recipient of Postfix's log lines. */
export function handedOn(log: string): Handed[] {
  return [...log.matchAll(/^([0-9A-Za-z]+): to=<([^>]+)>,.* status=(\w+) \((.*)\)$/gm)].map(
    ([, queueId = '', to = '', status = '', words = '']) => ({
      ...{ queueId, to, status },
      words:
        /(?:^| said: | refused to talk to me: )(\d{3}[ -].*?)(?: \(in reply to .*)?$/.exec(words)?.[1] ??
        words,
    }),
  );
}

function judged(
  handed: Handed | undefined,
  submission: string,
  subject: string,
  withoutReverse: boolean,
): Verdict {
  const taken = handed?.status === 'sent';
  const code = /^\d{3}(?:[ -][245]\.\d{1,3}\.\d{1,3})?/.exec(handed?.words ?? '')?.[0];
  return {
    ...{ id: 'strict', subject },
    // AWS sets the reverse name once the world can see the name: until then such receivers are right to refuse.
    expected: withoutReverse ? 'refused, as there is no reverse name yet' : '250',
    seen: taken ? '250' : (code?.replace('-', ' ') ?? 'nothing'),
    pass: handed !== undefined && taken !== withoutReverse,
    words: handed?.words ?? submission,
  };
}

async function said(world: World, machine: string, mark: string): Promise<string> {
  const argv = ['journalctl', 'SYSLOG_FACILITY=2', '--output=cat', '--no-pager', '--quiet', `--grep=${mark}`];
  // Nothing matched is its code 1.
  return (await world.exec(machine, ['sh', '-c', '"$@" || true', 'sh', ...argv])).stdout;
}

/** What was put off would be tried for days. */
async function forget(world: World, machine: string, all: readonly Handed[]): Promise<void> {
  const waiting = [
    ...new Set(all.filter(({ status }) => status === 'deferred').map(({ queueId }) => queueId)),
  ];
  for (const queueId of waiting) await world.exec(machine, ['postsuper', '-d', queueId]);
}
