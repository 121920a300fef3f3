import { Match } from 'aws-cdk-lib/assertions';

import type { Environment } from '../../lib/config/environment';
import { records } from '../../lib/dns/records';
import { environment, withMx } from '../fixtures/environment';
import { only, resources, templates, withoutNoise } from './synthesized';

const delegated: Environment = {
  ...withMx,
  hostedZone: { kind: 'created', name: 'example.com', delegated: true },
};

interface Join {
  readonly 'Fn::Join': [string, unknown[]];
}

/** Literals stay, what the deploy tells becomes the fact's name. */
function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const object = value as Record<string, unknown>;
  if ('Fn::Join' in object) return (value as Join)['Fn::Join'][1].map(readable).join('');
  return 'Fn::GetStackOutput' in object
    ? 'ADDRESS'
    : String(object['Ref']).replace(/^Ssm.*(kitte\d)C.*$/, 'KEY-$1');
}

test.each([
  ['given zone', environment],
  ['created zone', withMx],
])('%s: the records are those of the zone file', (_, wanted) => {
  const facts = { address: 'ADDRESS', dkim: { kitte1: 'KEY-kitte1' } };
  const sets = Object.entries(resources(templates(wanted).dns, 'AWS::Route53::RecordSet'));
  expect(
    sets.map(([id, { Properties }]) => ({
      id,
      name: Properties['Name'],
      type: Properties['Type'],
      ttl: Properties['TTL'],
      values: (Properties['ResourceRecords'] as unknown[]).map(readable),
    })),
  ).toEqual(
    records(wanted, facts).map(({ id, name, type, ttl, values }) => ({
      id,
      name: `${name}.`,
      type,
      ttl: String(ttl),
      values,
    })),
  );
});

test('the DKIM value is read from the parameter that the Foundation stack writes', () => {
  const { dns, foundation } = templates(environment);
  const { Name } = Object.values(resources(foundation, 'AWS::SSM::Parameter'))[0]!.Properties;
  const [ref] = only(dns, 'Custom::ReverseName').DependsOn!.filter((id) => id.startsWith('Dkim'));
  const [value] = resources(dns)[ref!]!.Properties['ResourceRecords'] as [{ Ref: string }];
  dns.hasParameter(value.Ref, { Type: 'AWS::SSM::Parameter::Value<String>', Default: Name });
});

test.each([
  ['given zone', environment],
  ['delegated zone', delegated],
])('%s: the reverse name waits for every record', (_, wanted) => {
  const { dns } = templates(wanted);
  const reverse = only(dns, 'Custom::ReverseName');
  expect(reverse.Properties).toMatchObject({ HostName: 'mail.example.com' });
  const sets = Object.keys(resources(dns, 'AWS::Route53::RecordSet'));
  expect(reverse.DependsOn).toEqual(expect.arrayContaining(sets));
  expect(dns.findOutputs('ReverseName')).toEqual({});
});

test('a zone that nobody has delegated yet gets no reverse name, but the way to one', () => {
  const { dns } = templates({ ...withMx, verify: 'off' });
  expect(new Set(Object.values(resources(dns)).map(({ Type }) => Type))).toEqual(
    new Set(['AWS::Route53::RecordSet']),
  );
  dns.hasOutput('ReverseName', {
    Value: Match.stringLikeRegexp(
      'delegate example\\.com to its name servers, set hostedZone\\.delegated to true, deploy again',
    ),
  });
});

test('report addresses abroad come with the record that the other domain needs; our own need none', () => {
  const rua = ['mailto:dmarc@example.com', 'mailto:a@reports.example.net', 'mailto:b@example.org'];
  const { dns } = templates({ ...environment, verify: 'off', dmarc: { ...environment.dmarc, rua } });
  const values = Object.values(dns.findOutputs('*', {})).map((output) =>
    String((output as { Value: unknown }).Value),
  );
  expect(values).toEqual([
    expect.stringMatching(
      /a@reports\.example\.net need the TXT record example\.com\._report\._dmarc\.reports\.example\.net/,
    ),
    expect.stringMatching(/b@example\.org need the TXT record example\.com\._report\._dmarc\.example\.org/),
  ]);
  expect(templates({ ...environment, verify: 'off' }).dns.findOutputs('*')).toEqual({});
});

test.each([
  ['given zone', environment],
  ['delegated zone', delegated],
  ['zone that waits', withMx],
])('%s: the look from outside is the last thing, and its verdict an output', (_, wanted) => {
  const { dns } = templates(wanted);
  const gate = only(dns, 'Custom::Verify');
  const before = ['AWS::Route53::RecordSet', 'Custom::ReverseName'].flatMap((type) =>
    Object.keys(resources(dns, type)),
  );
  expect(gate.DependsOn).toEqual(expect.arrayContaining(before));
  const [id] = Object.keys(resources(dns, 'Custom::Verify'));
  dns.hasOutput('Verdict', { Value: { 'Fn::GetAtt': [id, 'Verdict'] } });
});

const fingerprint = (changes: Partial<Environment>) => {
  const { Properties } = only(templates({ ...environment, ...changes }).dns, 'Custom::Verify');
  return JSON.stringify(Properties);
};

test('it looks again when what it judges changes, and only then', () => {
  const before = fingerprint({});
  expect(fingerprint({ tags: { team: 'mail' } })).toBe(before);
  expect(
    fingerprint({
      users: [...environment.users, { login: 'shop', senders: ['@example.com'], subaddresses: true }],
    }),
  ).not.toBe(before);
  expect(fingerprint({ ttl: { address: 60, policy: 60 } })).not.toBe(before);
  expect(fingerprint({ machine: { ...environment.machine, instanceType: 't4g.medium' } })).not.toBe(before);
  expect(fingerprint({ verify: 'fail' })).not.toBe(before);
});

test('off: no function is there for it', () => {
  const { dns } = templates({ ...environment, verify: 'off' });
  expect(Object.keys(resources(dns)).filter((id) => id.startsWith('Verify'))).toEqual([]);
  expect(dns.findOutputs('Verdict')).toEqual({});
});

test('the whole', () => {
  expect(withoutNoise(templates(environment).dns)).toMatchSnapshot();
});

test('a name that changed has records beside those of before, which keep their ids and zone', () => {
  const former = {
    ...{ domain: 'example.com', envelopeDomain: 'example.com', hostName: 'mail.example.com' },
    ...{ selectors: ['kitte1'], mx: false, domainTxt: [], over: false },
    hostedZone: { kind: 'given' as const, id: 'ZOLD', name: 'example.com' },
  };
  const renamed = {
    ...environment,
    domain: 'example.org',
    envelopeDomain: 'example.org',
    hostName: 'mail.example.org',
    hostedZone: { kind: 'given', id: 'ZNEW', name: 'example.org' },
  } as const;
  const sets = (all: Environment) =>
    Object.fromEntries(
      Object.entries(resources(templates(all).dns, 'AWS::Route53::RecordSet')).map(([id, { Properties }]) => [
        id,
        `${String(Properties['HostedZoneId'])} ${String(Properties['Name'])} ${String(Properties['Type'])}`,
      ]),
    );
  expect(sets({ ...renamed, former: [former] })).toMatchObject({
    HostAddress: 'ZOLD mail.example.com. A',
    DomainSpf: 'ZOLD example.com. TXT',
    DkimKitte1: 'ZOLD kitte1._domainkey.example.com. TXT',
    Dmarc: 'ZOLD _dmarc.example.com. TXT',
    HostAddressAt2: 'ZNEW mail.example.org. A',
    DomainSpfAt2: 'ZNEW example.org. TXT',
    DkimKitte1At2: 'ZNEW kitte1._domainkey.example.org. TXT',
  });
  const over = sets({ ...renamed, former: [{ ...former, over: true }] });
  expect(Object.values(over).filter((set) => set.startsWith('ZOLD'))).toEqual([]);
  expect(over).toMatchObject({ DomainSpfAt2: 'ZNEW example.org. TXT' });
});
