import type { Template } from 'aws-cdk-lib/assertions';

import { domainsOf } from '../../lib/config/domains';
import type { Environment } from '../../lib/config/environment';
import { parseConfig } from '../../lib/config/parse';
import { records } from '../../lib/dns/records';
import { only, type Resource, resources, type Templates, templates } from './synthesized';

const zone = (digit: string, name?: string) => ({
  hostedZone: { id: `Z${digit.repeat(20)}`, ...(name === undefined ? {} : { name }) },
});
const A = { 'example.com': zone('1') };
const B = {
  'news.example.org': {
    ...zone('2', 'example.org'),
    envelopeDomain: 'bounce.news.example.org',
    users: [{ login: 'news' }],
  },
};
const C = { 'example.net': { ...zone('3'), mx: true, dkim: { keySize: 3072 }, users: [{ login: 'net' }] } };

function of(domains: object, more: object = {}): Environment {
  const [environment] = parseConfig({
    ...{ account: '123456789012', region: 'eu-west-1', users: [{ login: 'app', senders: ['@example.com'] }] },
    ...more,
    domains,
  });
  if (environment === undefined) throw new Error('nothing was parsed');
  return environment;
}

const one = templates(of(A));
const two = templates(of({ ...A, ...B }));
const three = templates(of({ ...A, ...C, ...B }));

/** Ids of what one template has and the other has not, or otherwise; custom resources' code apart. */
function changed(before: Template, after: Template): { gone: string[]; other: string[]; added: string[] } {
  const [old, now] = [resources(before), resources(after)];
  // What waits for what is no change that CloudFormation would make.
  const plain = (resource?: Resource) => JSON.stringify({ ...resource, DependsOn: undefined });
  const same = (id: string) => plain(old[id]) === plain(now[id]);
  const ids = Object.keys(old);
  return {
    gone: ids.filter((id) => !(id in now)),
    other: ids.filter((id) => id in now && !same(id)).map((id) => id.replace(/[0-9A-F]{8}$/, '')),
    added: Object.keys(now)
      .filter((id) => !(id in old))
      .map((id) => id.replace(/[0-9A-F]{8}$/, '')),
  };
}

const groups = ({ dns }: Templates) => resources(dns, 'AWS::Route53::RecordSetGroup');
const group = (all: Templates, domain: string): Resource => {
  const found = Object.values(groups(all)).find(
    ({ Properties }) => Properties['Comment'] === `The records of ${domain}`,
  );
  if (found === undefined) throw new Error(`no group has the records of ${domain}`);
  return found;
};
interface RecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly ResourceRecords: readonly unknown[];
}
const setsOf = ({ Properties }: Resource) => Properties['RecordSets'] as readonly RecordSet[];
const named = (all: Templates, domain: string) =>
  setsOf(group(all, domain)).map(({ Name, Type }) => `${Name} ${Type}`);
const userData = ({ server }: Templates) =>
  JSON.stringify(only(server, 'AWS::EC2::Instance').Properties['UserData']);

test('a domain more is one group of records, beside which nothing of the first changes', () => {
  expect(changed(one.dns, two.dns)).toEqual({
    gone: [],
    // Because there is more to look at.
    other: ['VerifyLook'],
    added: ['Domainnewsexampleorg'],
  });
  const added = changed(two.dns, three.dns);
  expect(added).toEqual({ gone: [], other: ['VerifyLook'], added: ['Domainexamplenet'] });
});

test('the group has the records of the zone file, in the zone of the domain, each with its reason', () => {
  const environment = of({ ...A, ...B });
  const [, view] = domainsOf(environment);
  const wanted = records(view!, { address: '192.0.2.1', dkim: { kitte1: 'KEY' } });
  const found = group(two, 'news.example.org');
  expect(found.Properties['HostedZoneId']).toBe('Z22222222222222222222');
  expect(named(two, 'news.example.org')).toEqual(wanted.map(({ name, type }) => `${name}. ${type}`));
  expect(wanted.map(({ id }) => id)).toEqual([
    ...['DomainSpf', 'EnvelopeSpf', 'DkimKitte1', 'Dmarc', 'EnvelopeMx', 'SubmissionsSrv', 'SubmissionSrv'],
  ]);
  const { Why } = (found as unknown as { Metadata: { Why: Record<string, string> } }).Metadata;
  expect(Why).toEqual(Object.fromEntries(wanted.map(({ name, type, why }) => [`${name} ${type}`, why])));
  const mx = setsOf(found).find(({ Type }) => Type === 'MX');
  expect(mx).toMatchObject({
    Name: 'bounce.news.example.org.',
    ResourceRecords: ['10 mail.example.com.'],
    TTL: '3600',
  });
});

test('the key of each domain is that of its own parameter', () => {
  const key = setsOf(group(two, 'news.example.org')).find(({ Name }) =>
    Name.startsWith('kitte1._domainkey.'),
  );
  const [value] = key?.ResourceRecords as [{ Ref: string }];
  two.dns.hasParameter(value.Ref, { Default: '/kitte/prod/dkim-public/news.example.org/kitte1' });
  const keys = Object.values(resources(three.foundation, 'Custom::DkimKey')).map(({ Properties }) => [
    Properties['ParameterName'],
    Properties['KeySize'],
  ]);
  expect(keys).toEqual([
    ['/kitte/prod/dkim/example.com/kitte1', '2048'],
    ['/kitte/prod/dkim/example.net/kitte1', '3072'],
    ['/kitte/prod/dkim/news.example.org/kitte1', '2048'],
  ]);
});

test('reverse name and gate wait for the groups too', () => {
  const [id] = Object.keys(groups(two));
  for (const type of ['Custom::ReverseName', 'Custom::Verify'])
    expect(only(two.dns, type).DependsOn).toContain(id);
});

test('in Foundation a domain more is its keys, their permissions, logins and the look at the names', () => {
  const after = {
    gone: [],
    other: expect.arrayContaining(['Users', 'PredecessorLook']) as string[],
    added: expect.arrayContaining(['DkimKeysKeykitte1newsexampleorg']) as string[],
  };
  const seen = changed(one.foundation, two.foundation);
  expect(seen).toMatchObject(after);
  expect(seen.added).toEqual(['DkimKeysKeykitte1newsexampleorg', 'DkimKeysPublickitte1newsexampleorg']);
  const third = changed(two.foundation, three.foundation);
  expect(third.gone).toEqual([]);
  expect(third.added).toEqual(['DkimKeysKeykitte1examplenet', 'DkimKeysPublickitte1examplenet']);
  for (const { other } of [seen, third])
    expect(
      other.filter((id) => !/^(Users|PredecessorLook|\w+ServiceRoleDefaultPolicy|DkimKeysPublic)/.test(id)),
    ).toEqual([]);
});

test('the server hears of a domain by its settings alone, and opens port 25 for the first MX', () => {
  const second = changed(one.server, two.server);
  expect(second).toMatchObject({ gone: [], added: [] });
  expect(userData(two)).toBe(userData(one));
  expect(userData(three)).toBe(userData(one));
  expect(only(three.server, 'AWS::EC2::Instance')).toEqual(only(one.server, 'AWS::EC2::Instance'));
  const ports = ({ server }: Templates) =>
    (
      only(server, 'AWS::EC2::SecurityGroup').Properties['SecurityGroupIngress'] as { FromPort: number }[]
    ).map(({ FromPort }) => FromPort);
  expect(ports(one)).toEqual([465, 587, 3]);
  expect(ports(three)).toEqual([25, 465, 587, 3]);
});

test('a created zone is named after itself, and the host’s own zone is where its names and proof go', () => {
  const created = of(
    {
      'example.com': zone('1'),
      'example.org': { hostedZone: { create: true }, mx: false },
      'example.net': { hostedZone: { create: true, delegated: true } },
    },
    { hostName: 'smtp.host.example', hostZone: { create: true, name: 'host.example', delegated: true } },
  );
  const { foundation, server, dns } = templates(created);
  const zones = resources(foundation, 'AWS::Route53::HostedZone');
  expect(Object.values(zones).map(({ Properties }) => Properties['Name'])).toEqual([
    'example.org.',
    'example.net.',
    'host.example.',
  ]);
  const outputs = Object.keys(foundation.toJSON()['Outputs'] as object);
  expect(outputs).toEqual(
    expect.arrayContaining(
      ['exampleorg', 'examplenet', 'hostexample'].map(
        (name) => expect.stringMatching(new RegExp(`^HostedZone${name}NameServers[0-9A-F]{8}$`)) as string,
      ),
    ),
  );
  // Only the domain that says nothing of its MX is looked up before its zone exists.
  expect(only(foundation, 'Custom::PublicMx').Properties).toMatchObject({
    Domain: 'example.net',
    Names: ['example.net'],
  });
  const host = JSON.stringify(resources(dns)['HostAddress']?.Properties['HostedZoneId']);
  expect(host).toContain('HostedZonehostexample');
  expect(resources(dns)['DomainSpf']?.Properties['HostedZoneId']).toBe('Z11111111111111111111');
  expect(JSON.stringify(resources(server, 'AWS::IAM::Policy'))).toContain('HostedZonehostexample');
  expect(only(dns, 'Custom::ReverseName').Properties).toMatchObject({ HostName: 'smtp.host.example' });
});

test('the host’s zone that nobody has delegated keeps the reverse name back, whatever the domains’', () => {
  const { dns } = templates(
    of(A, { hostName: 'smtp.host.example', hostZone: { create: true, name: 'host.example' }, verify: 'off' }),
  );
  expect(resources(dns, 'Custom::ReverseName')).toEqual({});
  dns.hasOutput('ReverseName', {
    Value: 'not yet: delegate host.example to its name servers, set hostZone.delegated to true, deploy again',
  });
});

test('a domain that goes keeps what its waiting mail needs in the same group, until it is over', () => {
  const entry = {
    ...{ domain: 'news.example.org', envelopeDomain: 'bounce.news.example.org', beside: true, mx: true },
    hostedZone: { id: 'Z22222222222222222222', name: 'example.org' },
  };
  const gone = templates(of(A, { former: [entry] }));
  expect(Object.keys(groups(gone))).toEqual(Object.keys(groups(two)));
  expect(group(gone, 'news.example.org').Properties['HostedZoneId']).toBe('Z22222222222222222222');
  expect(named(gone, 'news.example.org')).toEqual([
    'news.example.org. TXT',
    'bounce.news.example.org. TXT',
    'kitte1._domainkey.news.example.org. TXT',
    '_dmarc.news.example.org. TXT',
    'bounce.news.example.org. MX',
  ]);
  const ids = (all: Templates) =>
    Object.keys(resources(all.foundation, 'Custom::DkimKey')).filter((id) => id.includes('news'));
  expect(ids(gone)).toEqual(ids(two));
  const over = templates(of(A, { former: [{ ...entry, over: true }] }));
  expect(groups(over)).toEqual({});
  expect(resources(over.foundation, 'Custom::DkimKey')[ids(two)[0]!]?.Properties).toMatchObject({
    Retired: 'true',
  });
});

test('a domain that was the first keeps its single records when it comes back beside', () => {
  const former = { domain: 'example.com', hostedZone: { id: 'Z11111111111111111111', name: 'example.com' } };
  const back = templates(
    of(
      { 'example.net': zone('3'), ...A },
      { hostName: 'mail.example.net', former: [{ ...former, hostName: 'mail.example.com' }] },
    ),
  );
  const sets = resources(back.dns, 'AWS::Route53::RecordSet');
  expect(sets['DomainSpf']?.Properties).toMatchObject({
    Name: 'example.com.',
    HostedZoneId: 'Z11111111111111111111',
  });
  expect(sets['DomainSpfAt2']?.Properties).toMatchObject({ Name: 'example.net.' });
  expect(groups(back)).toEqual({});
});

test('names that differ in a dash or dot alone have ids of their own', () => {
  const alike = { ...zone('2', 'example.org'), users: [{ login: 'a' }] };
  const all = templates(
    of({
      ...A,
      'my-shop.example.org': alike,
      'myshop.example.org': { ...alike, users: [{ login: 'b' }] },
      'my.shop.example.org': { ...alike, users: [{ login: 'c' }] },
    }),
  );
  expect(Object.keys(groups(all))).toHaveLength(3);
  expect(Object.keys(all.dns.findParameters('*'))).toHaveLength(5);
});

test('reports abroad are told of for each domain', () => {
  const dmarc = { rua: ['mailto:dmarc@reports.example.com'] };
  const { dns } = templates(of({ ...A, 'example.net': { ...zone('3'), dmarc } }, { verify: 'off' }));
  expect(Object.entries(dns.findOutputs('*'))).toEqual([
    [
      expect.stringMatching(/^Domainexamplenet\w*ReportsAbroad0[0-9A-F]{8}$/),
      { Value: expect.stringContaining('example.net._report._dmarc.reports.example.com') as string },
    ],
  ]);
});

test('selectors that differ in a dash have a parameter each', () => {
  const dkim = { selectors: ['a1', 'a-1'] };
  const { dns } = templates(of({ 'example.com': { ...zone('1'), dkim } }));
  const { Parameters = {} } = dns.toJSON() as { Parameters?: Record<string, { Default?: string }> };
  const keys = Object.values(Parameters).flatMap(
    ({ Default = '' }) => /dkim-public\/(.*)$/.exec(Default)?.[1] ?? [],
  );
  expect(keys.sort()).toEqual(['example.com/a-1', 'example.com/a1']);
});
