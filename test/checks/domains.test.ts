import { CHECKS } from '../../lib/checks/checks';
import { examine } from '../../lib/checks/examine';
import { inquiries, type Facts } from '../../lib/checks/inquiry';
import { messageByDomain } from '../../lib/checks/message-domain';
import type { Probe } from '../../lib/checks/probe';
import type { Row } from '../../lib/checks/row';
import { domainsInForce, viewsFor } from '../../lib/checks/views';
import { domainsOf } from '../../lib/config/domains';
import { dmarcValue } from '../../lib/dns/dmarc';
import { parsed, twoDomains, withTwoDomains } from '../fixtures/two-domains';
import { ADDRESS, answer, dkimValue, environment, facts, NOW, secureOf, zone, type Zone } from './fake';

const host = environment.hostName;
const news = domainsOf(withTwoDomains)[1]!;

/** Every record of both domains. */
const both: Zone = {
  ...zone,
  'example.org NS': ['ns-3.example.net'],
  'news.example.org TXT': [`v=spf1 ip4:${ADDRESS} -all`],
  'bounce.news.example.org TXT': [`v=spf1 ip4:${ADDRESS} -all`],
  'bounce.news.example.org MX': [`10 ${host}`],
  'news.example.org MX': ['10 mx.office.example'],
  '_dmarc.example.com TXT': [dmarcValue(withTwoDomains.dmarc)],
  '_dmarc.news.example.org TXT': [dmarcValue(news.dmarc)],
  'kitte1._domainkey.news.example.org TXT': [dkimValue],
  '_submissions._tcp.news.example.org SRV': [`0 1 465 ${host}`],
  '_submission._tcp.news.example.org SRV': [`10 1 587 ${host}`],
};

interface Changes {
  readonly zone?: Zone;
  readonly message?: string;
  readonly chosen?: string;
  readonly environment?: typeof withTwoDomains;
}

async function looked(changes: Changes = {}) {
  const asked: string[] = [];
  const ports: number[] = [];
  const records = { ...both, ...changes.zone };
  const probe: Probe = {
    lookup: (name, type) => {
      asked.push(`${name} ${type}`);
      return Promise.resolve(records[`${name} ${type}`] ?? []);
    },
    secure: secureOf('unsigned', records),
    smtp: (_address, _name, visit) => {
      ports.push(visit.port);
      return Promise.resolve(answer(visit));
    },
    now: () => NOW,
  };
  const of = changes.environment ?? withTwoDomains;
  const given: Facts['message'] =
    changes.message === undefined ? facts.message : { value: Buffer.from(changes.message) };
  const messageFor = messageByDomain(given, domainsOf(of));
  const inquire = inquiries(facts, probe);
  const unknown = { unknown: 'not asked' };
  const views = viewsFor(
    domainsInForce(of),
    (view) => inquire(view, { ...facts, nameServers: unknown, message: messageFor(view.domain) }),
    changes.chosen,
  );
  return { rows: await examine(views, CHECKS), asked, ports };
}

const wrong = (rows: readonly Row[]) =>
  rows.filter(({ verdict }) => verdict === 'fail').map(({ id, domain }) => [id, domain]);
const idsOf = (rows: readonly Row[], domain: string | undefined) => [
  ...new Set(rows.filter((row) => row.domain === domain).map(({ id }) => id)),
];

test('what is of the server is looked at once, what is of a domain for each', async () => {
  const { rows, asked } = await looked();
  expect(wrong(rows)).toEqual([]);
  const [ours, theirs] = [idsOf(rows, 'example.com'), idsOf(rows, 'news.example.org')];
  expect(theirs).toEqual(ours);
  expect(ours).toEqual(
    expect.arrayContaining(['spf', 'dkim-key', 'dmarc-record', 'mx', 'bounces', 'gmail-bulk']),
  );
  expect(idsOf(rows, undefined)).toEqual(
    expect.arrayContaining([
      'delegation',
      'reverse-name',
      'certificate-chain',
      'open-relay',
      'blocklist',
      'gmail',
    ]),
  );
  // One question is asked once, whoever wants to know.
  expect(asked).toHaveLength(new Set(asked).size);
  // Both zones have a row; what greets has one SPF record, not one for each domain.
  expect(rows.filter(({ id }) => id === 'delegation').map(({ subject }) => subject)).toEqual([
    'name servers of example.com',
    'name servers of example.org',
  ]);
  expect(rows.filter(({ subject }) => subject === `SPF record of ${host}`)).toHaveLength(1);
});

test('the rows of one domain follow each other, behind those of the server', async () => {
  const { rows } = await looked();
  const domains = rows.filter(
    ({ id }) => !id.startsWith('gmail') && !id.startsWith('yahoo') && !id.startsWith('micro'),
  );
  const order = domains.map(({ domain }) => domain ?? '');
  expect(order).toEqual([...order].sort());
});

test.each<[string, Zone, string]>([
  ['SPF', { 'news.example.org TXT': ['v=spf1 -all'] }, 'spf'],
  ['DKIM', { 'kitte1._domainkey.news.example.org TXT': [] }, 'dkim-record'],
  ['DMARC', { '_dmarc.news.example.org TXT': [] }, 'dmarc-record'],
  ['MX', { 'news.example.org MX': [] }, 'mx'],
])(
  '%s of one domain is a fault of that domain alone, and of what receivers ask of it',
  async (_, changes, id) => {
    const { rows } = await looked({ zone: changes });
    const found = wrong(rows);
    expect(found).toContainEqual([id, 'news.example.org']);
    expect(found.filter(([, domain]) => domain !== 'news.example.org')).toEqual([]);
  },
);

test('a zone that nobody finds silences its domain, and the server and the others go on', async () => {
  const { rows } = await looked({ zone: { 'example.org NS': [] } });
  expect(wrong(rows)).toEqual([['delegation', undefined]]);
  const skipped = rows.filter(({ id, verdict }) => id === 'spf-record' && verdict === 'skip');
  expect(skipped).toMatchObject([{ domain: 'news.example.org', seen: 'delegation fails' }]);
  expect(rows.find(({ id }) => id === 'address')).toMatchObject({ verdict: 'pass' });
});

test('one domain is looked at alone, with the server', async () => {
  const { rows, asked } = await looked({
    chosen: 'news.example.org',
    zone: { '_dmarc.example.com TXT': [] },
  });
  expect(wrong(rows)).toEqual([]);
  expect(idsOf(rows, 'example.com')).toEqual([]);
  expect(asked).not.toContain('_dmarc.example.com TXT');
  expect(asked).toEqual(expect.arrayContaining([`${host} A`, 'news.example.org MX']));
});

test('port 25 is looked at where any of the domains takes mail', async () => {
  const taking = parsed({
    ...twoDomains,
    domains: {
      ...twoDomains.domains,
      'example.com': { ...twoDomains.domains['example.com'], mx: ['10 mx.office.example'] },
    },
  });
  const { rows } = await looked({ environment: taking });
  const bounces = rows.filter(({ id }) => id === 'bounces');
  expect(bounces.map(({ domain, verdict }) => [domain, verdict])).toEqual([
    ['example.com', taking.mx ? 'pass' : 'skip'],
    ['news.example.org', 'pass'],
  ]);
  expect(rows.find(({ id }) => id === 'dane')).toMatchObject({ verdict: 'pass' });
});

test.each([
  ['From: a@news.example.org', ['example.com']],
  ['From: "a@example.com" <b@mail.example.com>', ['news.example.org']],
  ['From: a@example.net', []],
])('%s is no message of %j', (header, others) => {
  const of = messageByDomain({ value: Buffer.from(`${header}\r\n\r\nText\r\n`) }, domainsOf(withTwoDomains));
  const not = domainsOf(withTwoDomains).filter(({ domain }) => of(domain).value === undefined);
  expect(not.map(({ domain }) => domain)).toEqual(others);
});
