import { nearestServers } from '../../lib/checks/nearest-servers';
import { environment, rows as looked, zone } from './fake';

/** A domain whose DNS a person keeps: the same looks, with the remedy that helps. */
const elsewhere = {
  ...environment,
  hostedZone: { kind: 'elsewhere', name: 'example.com' },
  hostZone: { kind: 'given', id: 'Z2', name: 'mail.example.com' },
} as const;
const host = { 'mail.example.com NS': ['ns-1.example.net'] };

test('where all is entered, all passes that passes elsewhere', async () => {
  const rows = await looked({ environment: elsewhere, zone: { ...zone, ...host } });
  expect(rows.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(
    rows.find(({ id, subject }) => id === 'delegation' && subject.includes('example.com'))?.verdict,
  ).toBe('pass');
});

test.each([
  ['spf-record', 'example.com TXT'],
  ['dkim-record', 'kitte1._domainkey.example.com TXT'],
  ['dmarc-record', '_dmarc.example.com TXT'],
  ['srv', '_submissions._tcp.example.com SRV'],
  ['mx', 'bounce.example.com MX'],
])('%s that is not there is to be entered, and no deploy is sent for', async (id, record) => {
  const rows = await looked({ environment: elsewhere, zone: { ...zone, ...host, [record]: [] } });
  const row = rows.find((each) => each.id === id && each.verdict === 'fail');
  expect(row?.next).toMatch(
    /^Enter .* at the DNS of example\.com as npm run kitte -- zone --domain example\.com prints it/,
  );
});

test('what a person says beside in SPF is theirs', async () => {
  const more = {
    'example.com TXT': ['v=spf1 ip4:192.0.2.25 include:_spf.theirs.example -all'],
    '_spf.theirs.example TXT': ['v=spf1 -all'],
  };
  const of = async (seen: typeof environment) =>
    (await looked({ environment: seen, zone: { ...zone, ...host, ...more } })).filter(
      ({ id, subject, verdict }) =>
        id === 'spf' && subject.includes('SPF of example.com') && verdict !== 'pass',
    );
  expect(await of(elsewhere)).toEqual([]);
  expect(await of(environment)).toMatchObject([{ verdict: 'warn' }]);
});

test('a domain may lie in a zone of a name above it', async () => {
  const lookup = (name: string) => Promise.resolve(name === 'example.com' ? ['b.example', 'a.example'] : []);
  expect(await nearestServers('a.news.example.com', lookup)).toEqual({
    zone: 'example.com',
    servers: ['a.example', 'b.example'],
  });
  expect(await nearestServers('example.org', lookup)).toBeUndefined();
});
