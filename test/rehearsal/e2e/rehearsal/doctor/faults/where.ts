import { address, domain, host, putBack, record, type Fault } from '../fault';

/** Where the server is, and what its address is called. */
export const WHERE: readonly Fault[] = [
  {
    name: 'the zone is not delegated any more',
    row: 'delegation',
    verdict: 'fail',
    seen: /nothing/,
    next: /^Set the hosted zone's name servers at the registrar or in the parent zone of example\.com/,
    plant: ({ reach }) => reach.delegate(domain, false),
    heal: ({ reach }) => reach.delegate(domain, true),
  },
  record('address', 'no A record', [host, 'A'], () => [], /nothing/, putBack(`the A record of ${host}`)),
  record(
    'address',
    'the A record of another server',
    [host, 'A'],
    () => ['203.0.113.99'],
    /203\.0\.113\.99/,
    putBack(`the A record of ${host}`),
  ),
  record(
    'address-v6',
    'an AAAA record',
    [host, 'AAAA'],
    () => ['2001:db8::1'],
    /2001:db8::1/,
    /^Delete the AAAA record of mail\.example\.com/,
    'warn',
  ),
  {
    name: 'no reverse name',
    row: 'reverse-name',
    verdict: 'fail',
    seen: /nothing/,
    next: /modify-address-attribute .* --domain-name mail\.example\.com/,
    plant: (hands) => hands.reverseName(undefined),
    heal: (hands) => hands.reverseName(host),
  },
  {
    name: 'another reverse name',
    row: 'reverse-name',
    verdict: 'fail',
    seen: /other\.example\.com/,
    next: /modify-address-attribute .* --domain-name mail\.example\.com/,
    plant: async (hands) => {
      await hands.record(`other.${domain}`, 'A', [address]);
      await hands.reverseName(`other.${domain}`);
    },
    heal: async (hands) => {
      await hands.reverseName(host);
      await hands.record(`other.${domain}`, 'A', []);
    },
  },
  {
    name: 'a listed address',
    row: 'blocklist',
    verdict: 'fail',
    seen: /127\.0\.0\.2/,
    next: /^Ask for removal: https:\/\/www\.spamcop\.net/,
    plant: ({ reach }) =>
      reach.abroad('bl.spamcop.net', { '10.113.0.203': '127.0.0.2', '2.0.0.127': '127.0.0.2' }),
    heal: ({ reach }) => reach.abroad('bl.spamcop.net', { '2.0.0.127': '127.0.0.2' }),
  },
];
