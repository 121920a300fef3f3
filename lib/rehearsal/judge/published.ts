import { domainsOf } from '../../config/domains';
import type { Environment } from '../../config/environment';
import { dkimPublicParameter, namesOf } from '../../config/names';
import { records } from '../../dns/records';
import { reverseNameOf } from '../../dns/reverse-name';
import type { RecordSeen, Verdict } from '../report/result';
import { answersAsWritten } from '../report/result';
import type { Stand } from '../stand';

/** Every record as planned and as the world's DNS answers it, the reverse name last. */
export async function published(
  stand: Stand,
  environment: Environment,
  address: string,
): Promise<RecordSeen[]> {
  const names = namesOf(environment.name);
  const planned = domainsOf(environment).flatMap((view) => {
    const key = (selector: string) =>
      stand.account.readParameter(dkimPublicParameter(names, view.domain, selector)) ?? '';
    const dkim = Object.fromEntries(view.dkim.selectors.map((selector) => [selector, key(selector)]));
    return records(view, { address, dkim });
  });
  const seen = await Promise.all(
    planned.map(async ({ name, type, ttl, values, why }) => ({
      name,
      type,
      ttl,
      values,
      answers: await stand.world.lookup(name, type),
      why,
    })),
  );
  const name = reverseNameOf(environment);
  const reverse = `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  return [
    ...seen,
    {
      name: reverse,
      type: 'PTR',
      ttl: 60,
      values: name === undefined ? [] : [`${name}.`],
      answers: await stand.world.lookup(reverse, 'PTR'),
      why:
        name === undefined
          ? 'Not yet: hostedZone.delegated says when the world can see the name, and only then AWS sets it.'
          : 'The reverse name agrees with the A record and the greeting: without it large receivers refuse.',
    },
  ];
}

export function recordVerdict(seen: readonly RecordSeen[]): Verdict {
  const wrong = seen.filter((record) => !answersAsWritten(record));
  return {
    id: 'record',
    subject: 'every record as the world resolves it',
    expected: `${String(seen.length)} as planned`,
    seen: `${String(seen.length - wrong.length)} as planned`,
    pass: wrong.length === 0,
    words: wrong
      .map(({ name, type, answers }) => `${type} ${name}: ${answers.join(' ') || 'nothing'}`)
      .join('; '),
  };
}
