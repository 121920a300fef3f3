import { untold } from '../../lib/deployed/told';
import { Unreachable } from '../../lib/checks/probe';
import { entryOf, PREFLIGHT } from '../../lib/preflight/checks';
import type { Account } from '../../lib/preflight/given';
import { absent, denied, named, rowOf, rows, yes } from './fake';
import { runbookAnchors } from '../runbook';

test('a good account passes; a server that is not there yet is no fault', async () => {
  const verdicts = (await rows()).map(({ id, verdict }) => `${id} ${verdict}`);
  // Of a network of Kitte's own there is nothing to look at.
  const looked = PREFLIGHT.map(({ id }) => id).filter((id) => id !== 'network');
  expect(verdicts).toEqual(looked.map((id) => (id === 'port-25' ? 'port-25 skip' : `${id} pass`)));
});

test.each<[string, Partial<Account>, RegExp]>([
  ['account', { id: () => yes('999999999999') }, /credentials of that account/],
  ['account', { region: () => Promise.resolve('us-gov-west-1') }, /GovCloud nobody can set the reverse name/],
  [
    'zone',
    { zone: () => yes({ id: 'Z1GOOD', name: 'example.com', isPrivate: true, nameServers: [] }) },
    /public/,
  ],
  [
    'zone',
    { zone: () => yes({ id: 'Z1GOOD', name: 'example.org', isPrivate: false, nameServers: [] }) },
    /public/,
  ],
  [
    'bootstrap',
    { parameter: (name) => (name.startsWith('/cdk') ? yes('5') : yes('ami-0a')) },
    /cdk bootstrap/,
  ],
  [
    'image',
    { parameter: (name) => yes(name.startsWith('/cdk') ? '21' : 'none') },
    /machine\.image\.parameter/,
  ],
  ['image', { architecture: () => yes('x86_64') }, /an image for arm64/],
  ['image', { architecture: () => Promise.resolve(absent('ec2:DescribeImages')) }, /an image for arm64/],
  [
    'instance-type',
    { zonesOffering: () => yes(['eu-west-1c', 'eu-west-1b']) },
    /subnet in eu-west-1b, eu-west-1c/,
  ],
  ['instance-type', { zonesOffering: () => yes([]) }, /another region/],
  ['elastic-ip', { elasticIpQuota: () => yes(2) }, /L-0263D0A3/],
])('%s fails alone for %s', async (id, account, next) => {
  const failing = (await rows({ account })).filter(({ verdict }) => verdict === 'fail');
  expect(failing).toMatchObject([
    { id, next: expect.stringMatching(next) as string, runbook: `docs/runbook.md#check-preflight-${id}` },
  ]);
});

test.each<[string, Partial<Account>, string]>([
  ['account', { id: () => Promise.resolve(denied('sts:GetCallerIdentity')) }, 'sts:GetCallerIdentity'],
  [
    'records',
    { recordSets: () => Promise.resolve(denied('route53:ListResourceRecordSets')) },
    'route53:ListResourceRecordSets',
  ],
  [
    'records',
    { ownRecords: () => Promise.resolve(denied('cloudformation:ListStackResources')) },
    'cloudformation:ListStackResources',
  ],
  [
    'elastic-ip',
    { elasticIps: () => Promise.resolve(denied('ec2:DescribeAddresses')) },
    'ec2:DescribeAddresses',
  ],
  [
    'elastic-ip',
    { elasticIpQuota: () => Promise.resolve(denied('servicequotas:GetServiceQuota')) },
    'servicequotas:GetServiceQuota',
  ],
  [
    'elastic-ip',
    { elasticIpQuota: () => Promise.resolve(absent('servicequotas:GetServiceQuota')) },
    'servicequotas:GetServiceQuota',
  ],
  [
    'instance-type',
    { firstZone: () => Promise.resolve(denied('ec2:DescribeSubnets')) },
    'ec2:DescribeSubnets',
  ],
  [
    'instance-type',
    { zonesOffering: () => Promise.resolve(denied('ec2:DescribeInstanceTypeOfferings')) },
    'ec2:DescribeInstanceTypeOfferings',
  ],
  ['image', { architecture: () => Promise.resolve(denied('ec2:DescribeImages')) }, 'ec2:DescribeImages'],
  ['port-25', { server: () => Promise.resolve(denied('ssm:GetParameter')) }, 'ssm:GetParameter'],
])('%s is skipped, naming the action, when nobody tells: %s', async (id, account, action) => {
  const found = await rows({ account });
  expect(found.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  const [row] = found.filter((each) => each.id === id);
  expect(row).toMatchObject({ verdict: 'skip', seen: expect.stringContaining(action) as string });
  expect(row?.next).not.toBe('');
  const [japanese] = (await rows({ account }, 'ja')).filter((each) => each.id === id);
  expect(japanese?.seen).toMatch(new RegExp(`${action}.*(呼び出せません|失敗しました)`));
});

test('an address that the stack holds needs no further one, whatever the quota', async () => {
  const account = {
    foundation: () => yes({ ElasticIp: '192.0.2.2' }),
    elasticIpQuota: () => yes(2),
  };
  expect(await rowOf('elastic-ip', { account })).toMatchObject({
    verdict: 'pass',
    seen: '192.0.2.2 is there: none is needed',
  });
  // One that somebody released is not held.
  const released = { ...account, foundation: () => yes({ ElasticIp: '192.0.2.9' }) };
  expect(await rowOf('elastic-ip', { account: released })).toMatchObject({ verdict: 'fail' });
});

test("in a VPC that is given, its subnet's zone counts", async () => {
  const vpc = {
    kind: 'given',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    availabilityZone: 'eu-west-1c',
  } as const;
  const account = { firstZone: () => Promise.resolve(denied('ec2:DescribeSubnets')) };
  expect(await rowOf('instance-type', { environment: { vpc }, account })).toMatchObject({
    verdict: 'fail',
    expected: 'offered in eu-west-1c',
  });
});

test('an AMI of the config is looked at too', async () => {
  const machine = {
    instanceType: 't3.small',
    architecture: 'x86_64',
    image: { kind: 'ami', id: 'ami-0bbbbbbbbbbbbbbbb' },
    ...{ volumeSizeGiB: 16, queueVolumeSizeGiB: 4, swapMiB: 0 },
  } as const;
  expect(await rowOf('image', { environment: { machine } })).toMatchObject({
    verdict: 'fail',
    subject: 'ami-0bbbbbbbbbbbbbbbb',
    seen: 'ami-0bbbbbbbbbbbbbbbb, for arm64',
  });
});

test.each([
  ['open', 'pass', /^$/],
  ['closed', 'warn', /npm run kitte -- port25/],
  ['refused', 'skip', /--far-end/],
  ['unresolved', 'skip', /--far-end/],
])('a server that finds port 25 "%s" is %s', async (printed, verdict, next) => {
  const scripts: string[] = [];
  const run = (script: string) => {
    scripts.push(script);
    return Promise.resolve(`${JSON.stringify({ state: printed })}\n`);
  };
  const row = await rowOf('port-25', { account: { server: () => yes(run) } });
  expect(row).toMatchObject({ verdict, next: expect.stringMatching(next) as string });
  expect(scripts).toEqual([expect.stringContaining('mx.example.net')]);
});

test('a server of another version is skipped, with both versions and what to do', async () => {
  const run = () => Promise.reject(new Error('sh: 1: /usr/local/sbin/kitte-control: not found'));
  expect(await rowOf('port-25', { account: { server: () => yes(run) } })).toMatchObject({
    verdict: 'skip',
    seen: expect.stringMatching(/older than this kitte: it answers no commands .* in version 1\.$/) as string,
    next: 'Deploy, then try again. Nothing is changed.',
  });
});

test('a server that cannot be reached is no verdict', async () => {
  const server = () => yes(() => Promise.reject(new Unreachable('Its agent does not run.')));
  expect(await rowOf('port-25', { account: { server } })).toMatchObject({
    verdict: 'skip',
    seen: 'Its agent does not run.',
  });
});

test('without credentials everything of the account is skipped, and says how to set them', async () => {
  const nobody = untold('sts:GetCallerIdentity', named('CredentialsProviderError'));
  expect(await rowOf('account', { account: { id: () => Promise.resolve(nobody) } })).toMatchObject({
    verdict: 'skip',
    next: expect.stringContaining('AWS_PROFILE') as string,
  });
});

test('every check has its entry in the runbook', () => {
  const anchors = runbookAnchors();
  const wanted = PREFLIGHT.map(({ id }) => entryOf(id).split('#')[1]);
  expect(wanted.filter((anchor) => !anchors.includes(anchor!))).toEqual([]);
});

test('in Japanese every row is, and the verdicts are the same', async () => {
  const [english, japanese] = await Promise.all([rows(), rows({}, 'ja')]);
  expect(japanese.map(({ id, verdict }) => [id, verdict])).toEqual(
    english.map(({ id, verdict }) => [id, verdict]),
  );
  for (const { why } of japanese) expect(why).toMatch(/[ぁ-ん]/);
});

test('of the wrong account nothing is asked: what it would answer is skipped, the DNS is looked at', async () => {
  const asked: string[] = [];
  const strict = (name: string) => () => {
    asked.push(name);
    return Promise.resolve(denied(name));
  };
  const found = await rows({
    account: {
      id: () => yes('999999999999'),
      ...{ zone: strict('zone'), recordSets: strict('recordSets'), parameter: strict('parameter') },
      ...{
        elasticIps: strict('elasticIps'),
        zonesOffering: strict('zonesOffering'),
        server: strict('server'),
      },
    },
  });
  const of = (verdict: string) => found.filter((row) => row.verdict === verdict).map(({ id }) => id);
  expect(of('fail')).toEqual(['account']);
  expect(
    found.filter(({ verdict }) => verdict === 'skip').every(({ next }) => next === 'Mend account first.'),
  ).toBe(true);
  expect(of('pass')).toEqual(['config', 'spf']);
  expect(asked).toEqual([]);
});
