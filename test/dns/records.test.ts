import { parseConfig } from '../../lib/config/parse';
import { records } from '../../lib/dns/records';

test('the smallest config publishes these records', () => {
  const [environment] = parseConfig({ domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } });
  const all = records(environment!, { address: '192.0.2.1', dkim: { kitte1: '"v=DKIM1"' } });
  expect(all.map(({ name, type, values }) => `${name} ${type} ${values.join(' | ')}`)).toEqual([
    'mail.example.com A 192.0.2.1',
    'example.com TXT "v=spf1 ip4:192.0.2.1 -all"',
    'mail.example.com TXT "v=spf1 a -all"',
    'kitte1._domainkey.example.com TXT "v=DKIM1"',
    '_dmarc.example.com TXT "v=DMARC1; p=none"',
    'mail.example.com CAA 0 issue "letsencrypt.org; validationmethods=dns-01" | 0 issuewild ";"',
    '_submissions._tcp.example.com SRV 0 1 465 mail.example.com.',
    '_submission._tcp.example.com SRV 10 1 587 mail.example.com.',
  ]);
});

function linesOf(input: object): string[] {
  const base = { domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };
  return parseConfig({ ...base, ...input })
    .flatMap((environment) => records(environment, { address: '192.0.2.1', dkim: { kitte1: '"v=DKIM1"' } }))
    .map(({ name, type, values }) => `${name} ${type} ${values.join(' | ')}`);
}

test('an envelope domain of its own has SPF and an MX', () => {
  const lines = linesOf({
    envelopeDomain: 'bounce.example.com',
    spf: { include: ['_spf.example.net'], all: '~all' },
  });
  expect(lines).toContain('bounce.example.com TXT "v=spf1 ip4:192.0.2.1 include:_spf.example.net ~all"');
  expect(lines).toContain('bounce.example.com MX 10 mail.example.com.');
  expect(lines.filter((line) => line.startsWith('example.com MX'))).toEqual([]);
});

test('a domain in a zone that Kitte creates has an MX, its own or those that the config names', () => {
  const mx = (input: object) =>
    linesOf({ hostedZone: { create: true }, ...input }).filter((line) => line.includes(' MX '));
  expect(mx({})).toEqual(['example.com MX 10 mail.example.com.']);
  expect(mx({ mx: false })).toEqual([]);
  expect(mx({ mx: ['1 a.example.net', '5 b.example.net'] })).toEqual([
    'example.com MX 1 a.example.net. | 5 b.example.net.',
  ]);
  expect(mx({ envelopeDomain: 'bounce.example.com' })).toEqual([
    'bounce.example.com MX 10 mail.example.com.',
    'example.com MX 10 mail.example.com.',
  ]);
});

test('the values of other services stand in the record set of SPF', () => {
  const lines = linesOf({ domainTxt: ['site-verification=1'] });
  expect(lines).toContain('example.com TXT "v=spf1 ip4:192.0.2.1 -all" | "site-verification=1"');
});

test.each([{ certificate: { directoryUrl: 'https://ca.example.net/dir' } }, { hostName: 'example.com' }])(
  '%j publishes no CAA',
  (input) => {
    expect(linesOf(input).filter((line) => line.includes(' CAA '))).toEqual([]);
  },
);

test('a retired selector keeps its name with an empty key', () => {
  expect(linesOf({ dkim: { retired: ['kitte0'] } })).toEqual(
    expect.arrayContaining([
      'kitte1._domainkey.example.com TXT "v=DKIM1"',
      'kitte0._domainkey.example.com TXT "v=DKIM1; k=rsa; p="',
    ]),
  );
});
