import { Match, Template } from 'aws-cdk-lib/assertions';

import { parseConfig } from '../../lib/config/parse';
import { only, resources, stage, templates } from './synthesized';

/** Domains whose zone is not of this account: what the deploy makes of them, and what it leaves alone. */
const ROLE = 'arn:aws:iam::210987654321:role/kitte-dns';
const hostZone = { create: true, name: 'mail.example.com' };
const byRole = { hostedZone: { id: 'Z0987654321ABCDEFGHIJ', role: ROLE } };

const parsed = (config: object) => {
  const [environment] = parseConfig({
    ...{ account: '123456789012', region: 'eu-west-1', hostZone, users: [{ login: 'app' }] },
    ...config,
  });
  if (environment === undefined) throw new Error('nothing was parsed');
  return environment;
};
interface Group {
  readonly Of: string;
  readonly ZoneId: string;
  readonly Role: string;
  readonly Records: readonly { readonly Name: string; readonly Type: string; readonly Values: unknown }[];
}
const groupsIn = (dns: Template) =>
  Object.values(resources(dns, 'Custom::ZoneRecords')).map(
    ({ Properties }) => Properties as unknown as Group,
  );
const named = ({ Records }: Group) => Records.map(({ Name, Type }) => `${Name} ${Type}`).sort();
const single = (dns: Template) =>
  Object.values(resources(dns, 'AWS::Route53::RecordSet'))
    .map(({ Properties }) => `${String(Properties['Name'])} ${String(Properties['Type'])}`)
    .sort();
const OF_HOST = ['mail.example.com. A', 'mail.example.com. TXT'];

test('by a role: one set of records, the delegation of the host zone among them, and the reverse name after all', () => {
  const { dns, foundation } = templates(parsed({ domains: { 'example.com': byRole } }));
  const [group] = groupsIn(dns);
  expect(group).toMatchObject({ Of: 'example.com', ZoneId: 'Z0987654321ABCDEFGHIJ', Role: ROLE });
  expect(group && named(group)).toEqual([
    '_dmarc.example.com. TXT',
    '_submission._tcp.example.com. SRV',
    '_submissions._tcp.example.com. SRV',
    'example.com. TXT',
    'kitte1._domainkey.example.com. TXT',
    'mail.example.com. NS',
  ]);
  // A list of the other stack's, not one value.
  expect(JSON.stringify(group?.Records.at(-1)?.Values)).toMatch(/Fn::Split.*NameServers/);
  expect(single(dns)).toEqual(OF_HOST);
  const reverse = only(dns, 'Custom::ReverseName');
  expect(reverse.DependsOn).toEqual(
    expect.arrayContaining(Object.keys(resources(dns, 'Custom::ZoneRecords'))),
  );
  expect(dns.findOutputs('ReverseName')).toEqual({});
  foundation.resourceCountIs('AWS::Route53::HostedZone', 1);
});

test('its handlers may assume the roles of the config, and know whether their stack rolls back', () => {
  const other = { hostedZone: { id: 'Z0ORG987654321ABCDEF', role: `${ROLE}-org` } };
  const { dns } = templates(parsed({ domains: { 'example.com': byRole, 'example.org': other } }));
  const statements = Object.entries(resources(dns, 'AWS::IAM::Policy')).flatMap(([id, { Properties }]) =>
    /^ByRole(Handler|Poll)/.test(id)
      ? (Properties['PolicyDocument'] as { Statement: { Action: string; Resource: unknown }[] }).Statement
      : [],
  );
  expect(new Set(statements.map(({ Action }) => Action))).toEqual(
    new Set(['sts:AssumeRole', 'cloudformation:DescribeStacks']),
  );
  for (const { Action, Resource } of statements)
    expect(Resource).toEqual(Action === 'sts:AssumeRole' ? [ROLE, `${ROLE}-org`] : { Ref: 'AWS::StackId' });
});

test('one domain more by a role moves no other, and the ids are of the names', () => {
  const ids = (config: object) =>
    Object.keys(resources(templates(parsed(config)).dns, 'Custom::ZoneRecords'));
  const one = { 'example.com': byRole };
  const more = {
    'a-b.example': { hostedZone: { id: 'Z0AB', role: ROLE } },
    'ab.example': { hostedZone: { id: 'Z0BA', role: ROLE } },
  };
  const [first = ''] = ids({ domains: one });
  const all = ids({ domains: { ...one, ...more } });
  expect(all).toContain(first);
  expect(new Set(all).size).toBe(3);
});

test('elsewhere: no record, no zone, no function; the keys are made, and the delegation is left to a person', () => {
  const { dns, foundation } = templates(parsed({ domains: { 'example.com': { hostedZone: 'elsewhere' } } }));
  expect(groupsIn(dns)).toEqual([]);
  expect(single(dns)).toEqual(OF_HOST);
  expect(Object.keys(resources(foundation, 'Custom::DkimKey'))).toHaveLength(1);
  dns.hasOutput('ReverseName', {
    Value:
      'not yet: delegate mail.example.com to its name servers, set hostZone.delegated to true, deploy again',
  });
  const outputs = JSON.stringify(foundation.toJSON()['Outputs']);
  expect(outputs).toContain('Set these as name servers of mail.example.com at its registrar or parent zone');
});

test('a domain elsewhere beside others changes nothing of theirs in any template but what tells of it', () => {
  const given = { hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };
  const before = { domain: 'example.com', ...given, hostZone: undefined };
  const config = {
    hostZone: undefined,
    domains: { 'example.com': given, 'example.org': { hostedZone: 'elsewhere' } },
  };
  const [one, two] = [templates(parsed(before)), templates(parsed(config))];
  expect(single(two.dns)).toEqual(single(one.dns));
  expect(Object.keys(resources(two.server)).sort()).toEqual(Object.keys(resources(one.server)).sort());
  const userData = (template: Template) =>
    JSON.stringify(only(template, 'AWS::EC2::Instance').Properties['UserData']);
  expect(userData(two.server)).toBe(userData(one.server));
});

test('a name of before that was elsewhere is told of, and made nowhere', () => {
  const environment = parsed({
    ...{ domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' }, hostZone: undefined },
    former: [{ domain: 'example.org', hostedZone: 'elsewhere', beside: true, mx: true }],
  });
  const { dns } = stage(environment);
  const template = Template.fromStack(dns);
  expect(JSON.stringify(template.toJSON()['Resources'])).not.toContain('"example.org."');
  template.hasOutput('Former0', { Value: Match.stringLikeRegexp('at a DNS of their own') });
});
