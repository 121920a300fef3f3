import { rootServers } from '../../../../lib/rehearsal/world/dns/resolver';
import { parentZones, reverseName, type DnsWorld } from '../../../../lib/rehearsal/world/dns/tree';

const world: DnsWorld = {
  hosts: { '*.amazonaws.com': '198.51.100.80' },
  records: [{ name: 'inbox.example.net', type: 'MX', ttl: 60, values: ['10 mx.inbox.example.net.'] }],
  zones: ['example.com'],
  delegations: [{ name: 'example.com', nameServers: ['ns-1.awsdns-00.co.uk.', 'ns-2.awsdns-01.org'] }],
  reverse: new Map([['203.0.113.9', 'mail.example.com']]),
  zonesAddress: '198.51.100.53',
  parentsAddress: '198.51.100.52',
  rootServers: { 'a.root-servers.net': '198.41.0.4' },
};
const { root, topLevels } = parentZones(world);

function answersIn(zone: string, name: string, type: string, zones = topLevels) {
  const records = zones.find((each) => each.name === zone)?.records ?? [];
  return records.filter((each) => each.name === name && each.type === type).flatMap(({ values }) => values);
}

test('the root hands every top level domain in use to the parents, with their address', () => {
  const tops = topLevels.map(({ name }) => name);
  expect(tops).toEqual(['arpa', 'com', 'example', 'net', 'org', 'uk']);
  for (const top of tops) expect(answersIn('', top, 'NS', [root])).toEqual(['ns.parents.example.']);
  expect(answersIn('', 'ns.parents.example', 'A', [root])).toEqual(['198.51.100.52']);
  expect(answersIn('', 'a.root-servers.net', 'A', [root])).toEqual(['198.41.0.4']);
});

test('a delegated zone is found through its servers, wherever their names are', () => {
  expect(answersIn('com', 'example.com', 'NS')).toEqual(['ns-1.awsdns-00.co.uk.', 'ns-2.awsdns-01.org.']);
  expect(answersIn('uk', 'ns-1.awsdns-00.co.uk', 'A')).toEqual(['198.51.100.53']);
  expect(answersIn('org', 'ns-2.awsdns-01.org', 'A')).toEqual(['198.51.100.53']);
});

test('without a delegation nothing leads to the zone', () => {
  const undelegated = parentZones({ ...world, delegations: [] }).topLevels;
  expect(JSON.stringify(undelegated)).not.toMatch(/"example\.com"|awsdns/);
});

test('a top level domain is there before the only zone below it is delegated', () => {
  const { root, topLevels } = parentZones({ ...world, zones: ['xn--7oq.jp'], delegations: [] });
  expect(answersIn('', 'jp', 'NS', [root])).toEqual(['ns.parents.example.']);
  expect(topLevels.find(({ name }) => name === 'jp')).toEqual({ name: 'jp', signed: true, records: [] });
});

test('the reverse zone names the address, with one final dot whatever was given', () => {
  expect(reverseName('203.0.113.9')).toBe('9.113.0.203.in-addr.arpa');
  expect(answersIn('arpa', '9.113.0.203.in-addr.arpa', 'PTR')).toEqual(['mail.example.com.']);
  const dotted = parentZones({ ...world, reverse: new Map([['203.0.113.9', 'mail.example.com.']]) });
  expect(answersIn('arpa', '9.113.0.203.in-addr.arpa', 'PTR', dotted.topLevels)).toEqual([
    'mail.example.com.',
  ]);
});

test("the root's addresses are read from the hints, of IPv4 alone", () => {
  const hints = [
    '.                        3600000      NS    A.ROOT-SERVERS.NET.',
    'A.ROOT-SERVERS.NET.      3600000      A     198.41.0.4',
    'A.ROOT-SERVERS.NET.      3600000      AAAA  2001:503:ba3e::2:30',
    'B.ROOT-SERVERS.NET.  3600000  IN  A  170.247.170.2',
  ].join('\n');
  expect(rootServers(hints)).toEqual({
    'a.root-servers.net': '198.41.0.4',
    'b.root-servers.net': '170.247.170.2',
  });
});
