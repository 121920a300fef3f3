import type { Template } from 'aws-cdk-lib/assertions';

import { environment, withMx } from '../fixtures/environment';
import { only, resources, stage, templates, withoutNoise } from './synthesized';

const { foundation } = templates(environment);
const created = templates(withMx).foundation;

const KEPT = ['AWS::EC2::EIP', 'AWS::EC2::Volume', 'AWS::SecretsManager::Secret', 'AWS::Route53::HostedZone'];

test('address, queue, passwords and zone outlive the stack, but not a creation that failed', () => {
  for (const type of KEPT)
    expect(only(created, type)).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  expect(only(created, 'Custom::DkimKey').Properties).toMatchObject({ Retain: 'true' });
});

/** The CLI protects a stack before it exists: one whose creation failed could then be neither made nor cleared away. */
test.each([true, false])('no stack is protected (retain %s)', (retain) => {
  const { foundation: one, server, dns } = stage(withMx, retain);
  for (const stack of [one, server, dns]) expect(stack.terminationProtection ?? false).toBe(false);
});

/** Whatever comes to the stacks later. */
test('an environment that is not retained has nothing in it that would be', () => {
  const all = [withMx, { ...withMx, dkim: { ...withMx.dkim, retired: ['kitte0'] } }].flatMap((each) =>
    Object.values(templates({ ...each, retain: false })).flatMap((template) =>
      Object.entries(resources(template as typeof created)),
    ),
  );
  expect(all.length).toBeGreaterThan(50);
  const kept = all.filter(
    ([, { DeletionPolicy = 'Delete', UpdateReplacePolicy = 'Delete', Properties = {} }]) =>
      DeletionPolicy !== 'Delete' ||
      UpdateReplacePolicy !== 'Delete' ||
      ('Retain' in Properties && Properties['Retain'] !== 'false'),
  );
  expect(kept).toEqual([]);
});

test('a given zone is not made again; a created one says which name servers the parent needs', () => {
  expect(Object.keys(resources(foundation, 'AWS::Route53::HostedZone'))).toEqual([]);
  expect(foundation.toJSON()['Outputs']).not.toHaveProperty('NameServers');
  created.hasOutput('NameServers', {
    Value: { 'Fn::Join': [' ', { 'Fn::GetAtt': ['HostedZoneDB99F866', 'NameServers'] }] },
    Description: 'Set these as name servers of example.com at its registrar or parent zone',
  });
});

/** A changed logical id is a new resource: another address, another queue, other keys, other passwords. */
test('what is kept has the logical ids that it was deployed with', () => {
  const types = [...KEPT, 'Custom::DkimKey', 'AWS::SSM::Parameter', 'Custom::Users', 'Custom::ImagePin'];
  expect(types.flatMap((type) => Object.keys(resources(created, type)))).toEqual([
    'Address',
    'QueueVolume',
    'UsersSecret74828F70',
    'HostedZoneDB99F866',
    'DkimKeysKeykitte16E1A258E',
    'DkimKeysPublickitte187C076E7',
    'ImagePinPinned11B8AC12',
    'Users42639742',
    'ImagePinImageF7F2DA11',
  ]);
});

test('the queue’s volume is encrypted, and stands where the server stands', () => {
  expect(only(foundation, 'AWS::EC2::Volume').Properties).toMatchObject({
    Encrypted: true,
    VolumeType: 'gp3',
    Size: 4,
    AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
    Tags: expect.arrayContaining([{ Key: 'kitte:environment', Value: 'production' }]) as unknown,
  });
  const vpc = {
    kind: 'given',
    vpcId: 'vpc-0123456789abcdef0',
    subnetId: 'subnet-0123456789abcdef0',
    availabilityZone: 'eu-west-1b',
  } as const;
  const guest = templates({ ...environment, vpc }).foundation;
  expect(only(guest, 'AWS::EC2::Volume').Properties).toMatchObject({ AvailabilityZone: 'eu-west-1b' });
});

/** Each of these would be another volume, were it not that CloudFormation refuses to change them. */
test('no setting but the zone reaches what makes a volume another one', () => {
  const other = {
    ...environment.machine,
    instanceType: 'm7g.large',
    volumeSizeGiB: 40,
    queueVolumeSizeGiB: 9,
  };
  const changed = templates({ ...environment, hostName: 'post.example.com', machine: other }).foundation;
  const { Size, Tags, ...fixed } = only(changed, 'AWS::EC2::Volume').Properties;
  expect(Size).toBe(9);
  expect(Tags).toBeDefined();
  expect(only(foundation, 'AWS::EC2::Volume').Properties).toMatchObject(fixed);
});

const published = (stack: Template) =>
  Object.entries(resources(stack, 'AWS::SSM::Parameter')).filter(([id]) => id.startsWith('DkimKeysPublic'));

test('each selector has a key and a parameter with the public half', () => {
  const dkim = { selectors: ['kitte1', 'kitte2'], active: 'kitte2', retired: [], keySize: 3072 } as const;
  const { foundation: rotating } = templates({ ...environment, dkim });
  const keys = Object.entries(resources(rotating, 'Custom::DkimKey'));
  expect(keys.map(([, { Properties }]) => [Properties['ParameterName'], Properties['KeySize']])).toEqual([
    ['/kitte/production/dkim/example.com/kitte1', '3072'],
    ['/kitte/production/dkim/example.com/kitte2', '3072'],
  ]);
  expect(published(rotating).map(([, r]) => r.Properties)).toMatchObject(
    keys.map(([id], index) => ({
      Name: `/kitte/production/dkim-public/example.com/kitte${String(index + 1)}`,
      Type: 'String',
      Value: { 'Fn::GetAtt': [id, 'TxtValue'] },
    })),
  );
  // The first one is what it was before the second came.
  expect(keys[0]?.[0]).toBe(Object.keys(resources(foundation, 'Custom::DkimKey'))[0]);
});

test('a retired selector keeps its resource, which deletes its key, and its record', () => {
  const dkim = { selectors: ['kitte2'], active: 'kitte2', retired: ['kitte1'], keySize: 2048 } as const;
  const { foundation: retired, dns } = templates({ ...environment, dkim });
  const keys = Object.entries(resources(retired, 'Custom::DkimKey'));
  expect(keys.map(([, { Properties }]) => [Properties['ParameterName'], Properties['Retired']])).toEqual([
    ['/kitte/production/dkim/example.com/kitte1', 'true'],
    ['/kitte/production/dkim/example.com/kitte2', undefined],
  ]);
  // The same resource as when it signed: CloudFormation updates it, and so the handler hears of it.
  expect(keys[0]?.[0]).toBe('DkimKeysKeykitte16E1A258E');
  expect(published(retired)).toHaveLength(1);
  // Its record is the one that was there, with another value.
  expect(resources(dns)['DkimKitte1']?.Properties).toMatchObject({
    Name: 'kitte1._domainkey.example.com.',
    ResourceRecords: ['"v=DKIM1; k=rsa; p="'],
  });
});

test('an image given by its id is pinned by nothing else', () => {
  const machine = { ...environment.machine, image: { kind: 'ami', id: 'ami-0123456789abcdef0' } } as const;
  const { foundation: plain, server } = templates({ ...environment, machine });
  expect(resources(plain, 'Custom::ImagePin')).toEqual({});
  expect(only(server, 'AWS::EC2::Instance').Properties).toMatchObject({ ImageId: 'ami-0123456789abcdef0' });
});

test('the secret begins empty', () => {
  const { Properties } = only(foundation, 'AWS::SecretsManager::Secret');
  expect(Properties).toMatchObject({ Name: 'kitte/production/users', SecretString: '{}' });
});

test('the whole', () => {
  expect(withoutNoise(foundation)).toMatchSnapshot();
});

describe('a zone that is created, and a config that does not say whose MX the domain has', () => {
  const looks = (template: typeof created) => Object.entries(resources(template, 'Custom::PublicMx'));

  test('is looked up before anything that is kept exists', () => {
    const [[id, look] = ['', undefined]] = looks(created);
    expect(look?.Properties).toMatchObject({ HostName: 'mail.example.com', Names: ['bounce.example.com'] });
    for (const type of [...KEPT, 'Custom::DkimKey', 'Custom::Users'])
      expect(only(created, type)).toMatchObject({ DependsOn: expect.arrayContaining([id]) as unknown });
    created.hasOutput('MxElsewhere', { Value: { 'Fn::GetAtt': [id, 'Said'] } });
  });

  test('other names are another resource, so that a roll-back asks nothing', () => {
    const more = templates({ ...withMx, served: ['bounce.example.com', 'example.com'] }).foundation;
    expect(looks(more)[0]?.[0]).not.toBe(looks(created)[0]?.[0]);
  });

  test('one that says it, and a zone that is there, are not looked up', () => {
    expect(looks(templates({ ...withMx, mxSaid: true }).foundation)).toEqual([]);
    expect(looks(foundation)).toEqual([]);
  });
});

test('the keys of a former domain stay where they are, and go when it is over', () => {
  const former = {
    ...{ domain: 'example.com', envelopeDomain: 'example.com', hostName: 'mail.example.com' },
    ...{ selectors: ['kitte1'], mx: false, domainTxt: [], over: false },
  };
  const renamed = { ...environment, domain: 'news.example.com', envelopeDomain: 'news.example.com' };
  const keys = (over: boolean) =>
    Object.fromEntries(
      Object.entries(
        resources(templates({ ...renamed, former: [{ ...former, over }] }).foundation, 'Custom::DkimKey'),
      ).map(([id, { Properties }]) => [
        id,
        `${String(Properties['ParameterName'])} ${String(Properties['Retired'])}`,
      ]),
    );
  const [[first = ''] = [], [second = ''] = []] = Object.entries(keys(false)).sort(([, one], [, two]) =>
    one.localeCompare(two),
  );
  // The id that it was first deployed with.
  expect(Object.keys(resources(foundation, 'Custom::DkimKey'))).toEqual([first]);
  expect(keys(false)).toEqual({
    [first]: '/kitte/production/dkim/example.com/kitte1 undefined',
    [second]: '/kitte/production/dkim/news.example.com/kitte1 undefined',
  });
  expect(keys(true)[first]).toBe('/kitte/production/dkim/example.com/kitte1 true');
});

test('a zone below one that is there is delegated from it by the deploy, and goes with what it belongs to', () => {
  const parent = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
  const hostedZone = { kind: 'created', name: 'news.example.com', delegated: true, parent } as const;
  const below = { ...environment, domain: 'news.example.com', hostName: 'mail.news.example.com', hostedZone };
  const { foundation: kept } = templates(below);
  const record = only(kept, 'AWS::Route53::RecordSet');
  expect(record).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: {
      HostedZoneId: parent.id,
      Name: 'news.example.com',
      Type: 'NS',
      ResourceRecords: { 'Fn::GetAtt': ['HostedZoneDB99F866', 'NameServers'] },
    },
  });
  kept.hasOutput('NameServers', {
    Description: 'Name servers of news.example.com; the deploy has written them into example.com',
  });
  expect(only(templates(below, false).foundation, 'AWS::Route53::RecordSet')).toMatchObject({
    DeletionPolicy: 'Delete',
  });
});

test('what does not stay looks for the leftovers of its certificates, in its zone and at its names alone', () => {
  expect(Object.keys(resources(foundation, 'Custom::LeftoverChallenge'))).toEqual([]);
  const gone = templates(environment, false).foundation;
  const names = ['_acme-challenge.mail.example.com'];
  expect(only(gone, 'Custom::LeftoverChallenge').Properties).toMatchObject({
    HostedZoneId: 'Z0123456789ABCDEFGHIJ',
    Names: names,
  });
  const policies = JSON.stringify(resources(gone, 'AWS::IAM::Policy'));
  expect(policies).toContain('"route53:ChangeResourceRecordSetsActions":["DELETE"]');
  expect(policies).toContain(
    `"route53:ChangeResourceRecordSetsNormalizedRecordNames":${JSON.stringify(names)}`,
  );
});
