import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Row } from '../../lib/checks/row';
import { account } from './account';
import { nsRecords, startDns, type TestDns } from './dns';
import { kitte } from './kitte';

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
  const found = JSON.parse(stdout) as Row[];
  return { status, found, verdicts: found.map(({ id, verdict }) => `${id} ${verdict}`) };
}

const good = { domain: 'example.com', hostedZone: { id: 'Z1GOOD' } };

test('a free zone passes, a wrong account and a missing bootstrap or zone fail, without credentials all of AWS is skipped', async () => {
  const aws = await account();
  try {
    aws.addHostedZone({ id: 'Z1GOOD', name: 'example.com' });
    const rest = [
      'bootstrap fail',
      'creation pass',
      'image pass',
      'instance-type pass',
      'elastic-ip pass',
      'port-25 skip',
    ];
    expect(await rows(good, aws.env)).toMatchObject({
      status: 1,
      verdicts: [
        'config pass',
        'account pass',
        'zone pass',
        'delegation pass',
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
        'zone fail',
        'delegation skip',
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
        ({ id }) => `${id} ${['config', 'mx', 'spf', 'caa'].includes(id) ? 'pass' : 'skip'}`,
      ),
    });
    expect(bare.found).toHaveLength(15);
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
