import { domainsOf } from '../../config/domains';
import type { Environment } from '../../config/environment';
import { keyedDomains } from '../../config/former';
import type { DkimDomain } from './dkim-keys';

/** What was beside the first and goes keeps its keys as they are. */
export function dkimDomains(environment: Environment): DkimDomain[] {
  const sizes = new Map(domainsOf(environment).map(({ domain, dkim }) => [domain, dkim.keySize]));
  const beside = new Set((environment.former ?? []).flatMap((each) => (each.beside ? [each.domain] : [])));
  return keyedDomains(environment).map((each) => {
    const keySize = sizes.get(each.domain);
    if (keySize !== undefined) return { ...each, keySize };
    return beside.has(each.domain) ? { ...each, anySize: true } : each;
  });
}
