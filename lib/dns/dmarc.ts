import type { Dmarc } from '../config/environment';

/** The DMARC policy record (RFC 9989); `p` second, because readers of RFC 7489 want it there. Defaults are left out. */
export function dmarcValue(dmarc: Dmarc): string {
  const { policy, subdomainPolicy, nonexistentPolicy, alignment, rua, ruf, testing } = dmarc;
  const tags = [
    ['v', 'DMARC1'],
    ['p', policy],
    ['sp', subdomainPolicy],
    ['np', nonexistentPolicy],
    ['adkim', alignment.dkim === 'strict' ? 's' : undefined],
    ['aspf', alignment.spf === 'strict' ? 's' : undefined],
    ['rua', rua.length > 0 ? rua.join(',') : undefined],
    ['ruf', ruf.length > 0 ? ruf.join(',') : undefined],
    ['t', testing ? 'y' : undefined],
  ] as const;
  return tags.flatMap(([tag, value]) => (value === undefined ? [] : `${tag}=${value}`)).join('; ');
}
