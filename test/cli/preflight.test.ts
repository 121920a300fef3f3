import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';

import type { Row as AnyRow } from '../../lib/checks/row';
import { account } from './account';
import { nsRecords, startDns, type TestDns } from './dns';
import { kitte } from './kitte';

type Row = AnyRow & { readonly environment: string };

jest.setTimeout(120_000);
const directory = mkdtempSync(join(tmpdir(), 'kitte-preflight-'));
let dns: TestDns;
beforeAll(async () => (dns = await startDns([...nsRecords('example.com', SERVERS), OFFICE])));
afterAll(async () => {
  await dns.close();
  rmSync(directory, { recursive: true });
});

const OFFICE = {
  type: 'MX',
  name: 'example.com',
  data: { preference: 10, exchange: 'mx.office.example' },
} as const;

/** Those of the first zone of a local account. */
const SERVERS = ['ns-1.awsdns-01.example', 'ns-2.awsdns-02.example'];

async function rows(config: object, env: Record<string, string>) {
  writeFileSync(join(directory, 'c.cjs'), `exports.default = ${JSON.stringify(config)};`);
  const args = ['preflight', '--config', 'c.cjs', '--json', '--resolver', dns.address];
  const { status, stdout } = await kitte(args, directory, env);
  const { rows: found } = JSON.parse(stdout) as { rows: Row[] };
  return { status, found, verdicts: found.map(({ id, verdict }) => `${id} ${verdict}`) };
}

const good = { domain: 'example.com', hostedZone: { id: 'Z1GOOD' } };

test('a free zone passes, a wrong account and a missing bootstrap or zone fail, without credentials all of AWS is skipped', async () => {
  const aws = await account();
  try {
    aws.addHostedZone({ id: 'Z1GOOD', name: 'example.com' });
    const rest = [
      ...['bootstrap fail', 'image pass', 'instance-type pass', 'quotas pass', 'elastic-ip pass'],
      'port-25 skip',
    ];
    expect(await rows(good, aws.env)).toMatchObject({
      status: 1,
      verdicts: [
        'config pass',
        'account pass',
        'stacks pass',
        'zone pass',
        'delegation pass',
        'hidden pass',
        'records pass',
        'mx pass',
        'names pass',
        'spf pass',
        'caa pass',
        ...rest,
      ],
    });
    // Of the wrong account nothing is asked: it would answer for another.
    const foreign = await rows({ ...good, account: '999999999999' }, aws.env);
    expect(foreign).toMatchObject({
      status: 1,
      verdicts: foreign.found.map(
        ({ id }) => `${id} ${id === 'account' ? 'fail' : ['config', 'spf'].includes(id) ? 'pass' : 'skip'}`,
      ),
    });
    expect(await rows({ ...good, hostedZone: { id: 'Z9NONE' } }, aws.env)).toMatchObject({
      status: 1,
      verdicts: [
        'config pass',
        'account pass',
        'stacks pass',
        'zone fail',
        'delegation skip',
        'hidden skip',
        'records skip',
        'mx skip',
        'names pass',
        'spf pass',
        'caa skip',
        ...rest,
      ],
    });
    const bare = await rows({ ...good, region: 'eu-west-1' }, {});
    expect(bare).toMatchObject({
      status: 0,
      verdicts: bare.found.map(
        ({ id }) => `${id} ${['config', 'hidden', 'mx', 'spf', 'caa'].includes(id) ? 'pass' : 'skip'}`,
      ),
    });
    expect(bare.found).toHaveLength(17);
  } finally {
    await aws.close();
  }
});

test('an account that lacks the type in its first zone, and has no room for an address', async () => {
  const aws = await account(
    {},
    { addressPool: [], lackingTypes: { 't4g.small': ['eu-west-1a', 'eu-west-1b'] } },
  );
  try {
    aws.addHostedZone({ id: 'Z1GOOD', name: 'example.com' });
    const { found } = await rows(good, aws.env);
    const row = (id: string) => found.find((each) => each.id === id);
    expect(row('elastic-ip')).toMatchObject({
      verdict: 'fail',
      seen: '0 of 0 in use, 0 free; 1 wanted, for prod',
    });
    expect(row('instance-type')).toMatchObject({ verdict: 'fail', seen: 'offered in eu-west-1c' });
    expect(row('image')).toMatchObject({ verdict: 'fail' });
  } finally {
    await aws.close();
  }
});

test('environments that are deployed to one account and region want room for all of them', async () => {
  const aws = await account({}, { addressPool: ['192.0.2.10', '192.0.2.11'] });
  try {
    const zone = { hostedZone: { create: true } };
    const environments = {
      prod: { ...zone, domain: 'example.com' },
      staging: { ...zone, domain: 'example.net' },
      test: { ...zone, domain: 'example.org', region: 'eu-central-1' },
      shop: { ...zone, domain: 'shop.example' },
    };
    const addresses = async (config: object) => {
      const { found } = await rows(config, aws.env);
      return found.filter(({ id }) => id === 'elastic-ip').map(({ verdict, seen }) => `${verdict}: ${seen}`);
    };
    const { shop, ...fewer } = environments;
    const all = 'fail: 0 of 2 in use, 2 free; 3 wanted, for prod, staging, shop';
    const elsewhere = 'pass: 0 of 2 in use, 2 free; 1 wanted, for test';
    expect(await addresses({ environments })).toEqual([all, all, elsewhere, all]);
    const two = 'pass: 0 of 2 in use, 2 free; 2 wanted, for prod, staging';
    expect(await addresses({ environments: fewer })).toEqual([two, two, elsewhere]);
    expect(await addresses({ environments: { shop } })).toEqual([
      'pass: 0 of 2 in use, 2 free; 1 wanted, for shop',
    ]);
  } finally {
    await aws.close();
  }
});

test('a name below the zone that is delegated away, a challenge that leads elsewhere, and a private twin', async () => {
  const aws = await account();
  try {
    aws.addHostedZone({ id: 'Z1GOOD', name: 'example.com' });
    aws.addHostedZone({ id: 'Z2INSIDE', name: 'example.com', isPrivate: true });
    aws.addHostedZone({ id: 'Z3CHILD', name: 'mail.example.com' });
    const route53 = new Route53Client(aws.sdk);
    const put = (Name: string, Type: 'NS' | 'CNAME', Value: string) =>
      route53.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: 'Z1GOOD',
          ChangeBatch: {
            Changes: [
              {
                Action: 'CREATE',
                ResourceRecordSet: { Name, Type, TTL: 60, ResourceRecords: [{ Value }] },
              },
            ],
          },
        }),
      );
    await put('_domainkey.example.com', 'NS', 'ns.provider.example.');
    await put('_acme-challenge.mail.example.com', 'CNAME', 'proof.provider.example.');
    const { found } = await rows(good, aws.env);
    const hidden = found.filter(({ id }) => id === 'hidden');
    expect(hidden.map(({ verdict, subject, seen }) => `${verdict} ${subject}: ${seen}`)).toEqual([
      'fail _domainkey.example.com: delegated to ns.provider.example: hides kitte1._domainkey.example.com',
      'fail _acme-challenge.mail.example.com: a CNAME to proof.provider.example.',
      expect.stringMatching(/^warn Z2INSIDE: a private zone example\.com, for mail\.example\.com, /),
      'warn Z3CHILD: another public zone mail.example.com, for mail.example.com, _acme-challenge.mail.example.com',
    ]);
  } finally {
    await aws.close();
  }
});

test.each<[string, object, string[]]>([
  ['a public subnet', {}, ['pass: in vpc-0a1b2c3d, eu-west-1b, out by igw-of-vpc-0a1b2c3d']],
  [
    'one of another zone, without a way out',
    { availabilityZone: 'eu-west-1c', exit: 'none' },
    ['fail: it lies in eu-west-1c', 'fail: no route to the world'],
  ],
  ['one behind a NAT', { exit: 'nat-0a1b2c3d' }, ['fail: what goes to the world goes to nat-0a1b2c3d']],
  ['one without IPv4', { ipv6Alone: true }, ['fail: it has IPv6 alone']],
  ['one of another VPC', { vpcId: 'vpc-0bbbbbbb' }, ["fail: not there in the account's region eu-west-1"]],
  ['none', { subnetId: 'subnet-0bbbbbbb' }, ["fail: not there in the account's region eu-west-1"]],
])('a network that the config names: %s', async (_, over, seen) => {
  const aws = await account();
  try {
    aws.addHostedZone({ id: 'Z1GOOD', name: 'example.com' });
    const vpc = { vpcId: 'vpc-0a1b2c3d', subnetId: 'subnet-0a1b2c3d', availabilityZone: 'eu-west-1b' };
    aws.addNetwork({ ...vpc, ...over });
    const { found } = await rows({ ...good, vpc }, aws.env);
    expect(found.filter(({ id }) => id === 'network').map((row) => `${row.verdict}: ${row.seen}`)).toEqual(
      seen,
    );
  } finally {
    await aws.close();
  }
});

test('quotas of the region: by which the account itself refuses, for all that are not deployed', async () => {
  const aws = await account(undefined, { quotas: { vpcs: 1, gateways: 2, vCpus: 3 } });
  try {
    aws.addHostedZone({ id: 'Z1GOOD', name: 'example.com' });
    const environments = {
      prod: good,
      staging: { domain: 'example.net', hostedZone: { create: true } },
    };
    const { found } = await rows({ environments }, aws.env);
    const of = (environment: string) =>
      found
        .filter((row) => row.id === 'quotas' && row.environment === environment)
        .map((row) => `${row.verdict} ${row.seen}`);
    const both = [
      'fail VPCs: 0 of 1 in use, 1 free; 2 wanted, for prod, staging',
      'fail vCPUs: 0 of 3 in use, 3 free; 4 wanted, for prod, staging',
    ];
    expect([of('prod'), of('staging')]).toEqual([both, both]);
    const alone = await rows(good, aws.env);
    expect(alone.found.filter(({ id }) => id === 'quotas')).toMatchObject([
      { verdict: 'warn', expected: '2 more for a replacement' },
    ]);
  } finally {
    await aws.close();
  }
});

test.each([
  ['dns.example', /IP address of a resolver/],
  ['127.0.0.1:5353:1', /IP address of a resolver/],
])('the resolver %s is refused', async (resolver, words) => {
  const { status, stderr } = await kitte(['preflight', '--resolver', resolver], directory);
  expect(status).toBe(1);
  expect(stderr).toMatch(words);
});

test('--help says what is looked at and what the exit codes mean', async () => {
  const { stdout } = await kitte(['preflight', '--help'], directory);
  for (const word of ['delegation', 'CAA', 'Elastic IP', 'port 25', '2 nothing fails, something warns'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(word);
});
