import type { Environment } from '../config/environment';
import type { DnsRecord } from './record';
import { records } from './records';
import { quoteTxt } from './txt';

/** A record, and what is still missing from its values. */
export interface Listed {
  readonly record: DnsRecord;
  /** What fills the gap in the values; absent when the record is whole. */
  readonly missing?: string;
}

/** The facts of a deploy as far as they are known before it. */
export interface KnownFacts {
  readonly address?: string;
  readonly dkim?: Readonly<Record<string, string>>;
}

const ADDRESS = '<Elastic IP>';
const KEY = '<public key>';

/** Every record of an environment, those too whose values only the deploy knows. */
export function listing(environment: Environment, facts: KnownFacts): Listed[] {
  const unmade = quoteTxt(`v=DKIM1; k=rsa; p=${KEY}`);
  const dkim = environment.dkim.selectors.map((name) => [name, facts.dkim?.[name] ?? unmade] as const);
  const all = records(environment, {
    address: facts.address ?? ADDRESS,
    dkim: Object.fromEntries(dkim),
  });
  return all.map((record) => {
    const holds = (gap: string) => record.values.some((value) => value.includes(gap));
    if (holds(ADDRESS)) {
      return { record, missing: `${ADDRESS} is the address that the deploy allocates: --address gives it.` };
    }
    if (holds(KEY)) {
      const then =
        environment.hostedZone.kind === 'elsewhere'
          ? ': print this again after it, with credentials of the account, and enter it then.'
          : ', which publishes it itself.';
      return { record, missing: `${KEY} is made by the deploy${then}` };
    }
    return { record };
  });
}
