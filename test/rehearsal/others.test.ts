import { parseConfig } from '../../lib/config/parse';
import { othersOf } from '../../lib/rehearsal/others';

const given = { id: 'Z0123456789ABCDEFGHIJ' };
const below = { ...given, name: 'example.com' };

test.each<[string, object, string[], string[]]>([
  ['a zone’s own name, of which nothing is said', { hostedZone: given }, ['example.com'], ['example.com']],
  [
    'the same beside an envelope domain of its own',
    { hostedZone: given, envelopeDomain: 'b.example.com' },
    ['example.com'],
    ['example.com'],
  ],
  [
    'a domain below the zone, of which nothing is said',
    { domain: 'news.example.com', hostedZone: below },
    [],
    [],
  ],
  [
    'a domain below the zone whose mail others take',
    { domain: 'news.example.com', hostedZone: below, mx: false },
    ['news.example.com'],
    ['news.example.com'],
  ],
  [
    'both domains, when others take all of it',
    { hostedZone: given, envelopeDomain: 'b.example.com', mx: false },
    ['example.com', 'b.example.com'],
    ['example.com', 'b.example.com'],
  ],
  ['what this server takes', { hostedZone: given, mx: true }, [], []],
  ['a zone that is created', { hostedZone: { create: true }, mx: false }, [], []],
  ['exchangers of the config', { hostedZone: given, mx: ['10 mx.provider.example'] }, [], ['example.com']],
])('what was there before Kitte: %s', (_, config, answered, taken) => {
  const [environment] = parseConfig({ domain: 'example.com', ...config });
  expect(othersOf(environment!)).toMatchObject({ answered, taken });
});
