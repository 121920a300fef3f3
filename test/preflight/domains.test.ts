import { settingsDocument, settingsParameters } from '../../lib/machine/settings';
import { recordsOf } from '../../lib/preflight/live/made-records';
import type { Existing } from '../../lib/preflight/given';
import type { Row } from '../../lib/checks/row';
import { parsed, twoDomains } from '../fixtures/two-domains';
import { FakeAws } from '../constructs/fake-aws';
import { rows, SERVERS, yes, ZONE, type Changes } from './fake';

const COM = 'Z11111111111111111111';
const ORG = 'Z22222222222222222222';
const zones = {
  zone: (id: string) => yes({ ...ZONE, id, name: id === COM ? 'example.com' : 'example.org' }),
  zonesAround: () => yes([]),
};
const OFFICE = {
  'example.com': ['10 mx.office.example'],
  'news.example.org': ['10 mx.office.example'],
};

const { domains } = twoDomains;

/** All rows for two domains, of which these are otherwise. */
function looked(changes: Partial<Changes> = {}, config: object = twoDomains): Promise<Row[]> {
  const environment = parsed({ account: '111122223333', region: 'eu-west-1', ...config });
  return rows({
    mx: OFFICE,
    ...changes,
    environment: { hostZone: undefined, ...environment } as NonNullable<Changes['environment']>,
    account: { ...zones, ...changes.account },
  });
}

const found = (all: readonly Row[], id: string) =>
  all.filter((row) => row.id === id).map(({ domain, subject, verdict }) => [domain, subject, verdict]);
const failing = (all: readonly Row[]) =>
  all.filter(({ verdict }) => verdict === 'fail').map(({ id, domain, subject }) => [id, domain, subject]);

test('each domain and each zone is looked at, and the server once', async () => {
  const all = await looked();
  expect(failing(all)).toEqual([]);
  expect(found(all, 'zone')).toEqual([
    [undefined, COM, 'pass'],
    [undefined, ORG, 'pass'],
  ]);
  expect(found(all, 'delegation').map(([, subject]) => subject)).toEqual([
    'name servers of example.com',
    'name servers of example.org',
  ]);
  expect(found(all, 'spf')).toEqual([
    ['example.com', 'SPF of example.com, as it will be', 'pass'],
    ['news.example.org', 'SPF of bounce.news.example.org, as it will be', 'pass'],
  ]);
  expect(found(all, 'mx').map(([domain, subject]) => [domain, subject])).toEqual([
    ['example.com', 'MX example.com'],
    ['news.example.org', 'MX news.example.org'],
    ['news.example.org', 'MX bounce.news.example.org'],
  ]);
  for (const id of ['account', 'bootstrap', 'image', 'elastic-ip', 'caa', 'names'])
    expect(found(all, id)).toHaveLength(1);
});

test('what lies in the way of the other domain is found in its zone, and the host is not looked for there', async () => {
  const there: Existing[] = [
    { name: 'news.example.org', type: 'TXT', values: ['"v=spf1 include:_spf.google.com ~all"'] },
    { name: 'mail.example.com', type: 'A', values: ['198.51.100.1'] },
  ];
  const account = { recordSets: (id: string) => yes(id === ORG ? there : []) };
  const all = await looked({ account });
  expect(failing(all)).toEqual([['records', undefined, 'news.example.org TXT']]);
  expect(all.find(({ verdict }) => verdict === 'fail')?.next).toMatch(/include:_spf\.google\.com/);
});

test("records in the stack's own group are in nobody's way", async () => {
  const there: Existing[] = [{ name: 'news.example.org', type: 'TXT', values: ['"v=spf1 -all"'] }];
  const account = {
    recordSets: (id: string) => yes(id === ORG ? there : []),
    ownRecords: () => yes(new Map([['news.example.org TXT', 'news.example.org']])),
  };
  expect(failing(await looked({ account }))).toEqual([]);
});

test('a name of the other domain that is delegated away is found, with what it hides', async () => {
  const cut: Existing[] = [{ name: 'news.example.org', type: 'NS', values: ['ns.elsewhere.example.'] }];
  const account = { recordSets: (id: string) => yes(id === ORG ? cut : []) };
  const [row] = (await looked({ account })).filter(({ verdict }) => verdict === 'fail');
  expect(row).toMatchObject({ id: 'hidden', subject: 'news.example.org' });
  expect(row?.seen).toMatch(/hides .*kitte1\._domainkey\.news\.example\.org/);
  expect(row?.seen).not.toMatch(/_acme-challenge/);
});

test('a domain whose mail nobody takes fails alone', async () => {
  const all = await looked({ mx: { 'example.com': OFFICE['example.com'] } });
  expect(failing(all)).toEqual([['mx', 'news.example.org', 'MX news.example.org']]);
});

test('a setting that does nothing is said of the domain that has it', async () => {
  const all = await looked(
    {},
    {
      ...twoDomains,
      domains: {
        ...domains,
        'news.example.org': { ...domains['news.example.org'], dmarc: { policy: 'none', testing: true } },
      },
    },
  );
  expect(found(all, 'config')).toEqual([
    ['example.com', 'settings', 'pass'],
    ['news.example.org', 'dmarc.testing', 'warn'],
  ]);
});

test('a zone that the next deploy creates beside the deployed ones has no name servers yet', async () => {
  const config = {
    ...twoDomains,
    domains: { ...domains, 'news.example.org': { hostedZone: { create: true }, mx: true } },
  };
  const deployed = (outputs: Record<string, string>) => ({
    account: { foundation: () => yes(outputs), zonesNamed: () => yes([]) },
  });
  const before = await looked(deployed({ ElasticIp: '192.0.2.1' }), config);
  expect(before.find(({ id, subject }) => id === 'zone' && subject === 'news.example.org')?.seen).toBe(
    'the deploy creates it',
  );
  expect(found(before, 'delegation')[1]?.[2]).toBe('warn');
  const outputs = { HostedZonenewsexampleorgNameServers0A1B2C3D: SERVERS.join(' ') };
  const after = await looked(deployed(outputs), config);
  expect(after.find(({ id, subject }) => id === 'zone' && subject === 'news.example.org')?.seen).toBe(
    'created by a deploy',
  );
  expect(after.find(({ id, subject }) => id === 'delegation' && subject.includes('news'))?.next).toMatch(
    /set hostedZone\.delegated to true/,
  );
});

test('a default host name that another first domain would move fails, with the line that keeps it', async () => {
  const before = settingsDocument(parsed(twoDomains));
  const account = {
    parameter: (name: string) =>
      yes(name.endsWith('/settings') ? before : name.endsWith('/status') ? '{}' : '21'),
  };
  const [com, org] = Object.entries(domains);
  const turned = { ...twoDomains, domains: Object.fromEntries([org!, com!]) };
  const [row] = (await looked({ account }, turned)).filter(({ id }) => id === 'names');
  expect(row).toMatchObject({ verdict: 'fail' });
  expect(row?.seen).toMatch(/another host name, mail\.news\.example\.org in place of mail\.example\.com/);
  expect(row?.next).toContain("hostName: 'mail.example.com'");
  const [same] = (await looked({ account })).filter(({ id }) => id === 'names');
  expect(same).toMatchObject({ verdict: 'pass' });
});

test('a domain that would go while its mail may wait fails, also where a head leaves it to the parts', async () => {
  const many = Array.from({ length: 200 }, (_, at) => ({ login: `login-number-${String(at)}` }));
  const { value, parts } = settingsParameters(parsed({ ...twoDomains, users: many }));
  expect(parts.length).toBeGreaterThan(0);
  const stored = new Map(parts.map((part) => [part.name, part.value]));
  const parameter = (name: string) =>
    yes(name.endsWith('/settings') ? value : name.endsWith('/status') ? '{}' : (stored.get(name) ?? '21'));
  const one = { domains: { 'example.com': domains['example.com'] } };
  const [row] = (await looked({ account: { parameter } }, one)).filter(({ id }) => id === 'names');
  expect(row).toMatchObject({ verdict: 'fail' });
  expect(`${String(row?.seen)} ${String(row?.next)}`).toContain('news.example.org');
});

test('records in a group are read from the template', async () => {
  const calls: string[] = [];
  const cloudFormation = new FakeAws({
    ListStackResources: () => ({
      StackResourceSummaries: [
        ['AWS::Route53::RecordSet', 'HostAddress', 'mail.example.com.'],
        ['AWS::Route53::RecordSetGroup', 'Group', 'kitte-Group-1'],
      ].map(([ResourceType, LogicalResourceId, PhysicalResourceId]) => ({
        ...{ ResourceType, LogicalResourceId, PhysicalResourceId },
        ResourceStatus: 'CREATE_COMPLETE',
      })),
    }),
    GetTemplate: () => {
      calls.push('GetTemplate');
      return {
        TemplateBody: JSON.stringify({
          Resources: {
            Group: {
              Type: 'AWS::Route53::RecordSetGroup',
              Properties: { RecordSets: [{ Name: 'news.example.org.', Type: 'TXT' }] },
            },
          },
        }),
      };
    },
  });
  const made = await recordsOf({ cloudFormation } as never, 'kitte-prod-dns');
  expect([...made]).toEqual([
    ['HostAddress', 'mail.example.com'],
    ['news.example.org TXT', 'news.example.org'],
  ]);
  expect(calls).toEqual(['GetTemplate']);
});
