import { freshLookup } from '../../../lib/checks/live/fresh-lookup';
import type { Lookup } from '../../../lib/checks/probe';

const answers = (zone: Record<string, string[]>): Lookup => {
  return (name, type) => Promise.resolve(zone[`${name} ${type}`] ?? []);
};
const cached = answers({
  'example.com NS': ['ns.example.net'],
  'ns.example.net A': ['192.0.2.53'],
  'example.com TXT': ['old'],
  'gone.example.com A': ['192.0.2.9'],
  '_spf.example.org TXT': ['v=spf1 -all'],
  '2.0.192.in-addr.arpa NS': ['ns.example.net'],
  '7.2.0.192.in-addr.arpa PTR': ['through-a-cname.example.com'],
});
const fresh = answers({
  'example.com TXT': ['new'],
  'example.com NS': ['itself'],
  '1.2.0.192.in-addr.arpa PTR': ['mail.example.com'],
});

function lookup(name: string, type: Parameters<Lookup>[1], zone = 'example.com') {
  const asked: (readonly string[])[] = [];
  const at = (servers: readonly string[]) => {
    asked.push(servers);
    return fresh;
  };
  return freshLookup([zone], cached, at)(name, type).then((values) => ({ values, asked }));
}

test('names of the zone come from its own servers, be it that they are gone', async () => {
  expect(await lookup('example.com', 'TXT')).toEqual({ values: ['new'], asked: [['192.0.2.53']] });
  expect((await lookup('gone.example.com', 'A')).values).toEqual([]);
});

test('a reverse name comes from the servers of its zone, or by the resolver behind a CNAME', async () => {
  expect((await lookup('1.2.0.192.in-addr.arpa', 'PTR')).values).toEqual(['mail.example.com']);
  expect((await lookup('7.2.0.192.in-addr.arpa', 'PTR')).values).toEqual(['through-a-cname.example.com']);
});

test('the delegation itself and other names are the resolver’s to say', async () => {
  expect(await lookup('example.com', 'NS')).toEqual({ values: ['ns.example.net'], asked: [] });
  expect(await lookup('_spf.example.org', 'TXT')).toEqual({ values: ['v=spf1 -all'], asked: [] });
});

test('a zone without servers is asked of the resolver', async () => {
  expect(await lookup('nothing.example.edu', 'A', 'example.edu')).toEqual({ values: [], asked: [] });
});
