import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetHostedZoneCommand,
  Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { hasMoto, startMoto } from '../moto';
import { plain } from '../terminal';
import { account, IMAGE } from './account';
import { nsRecords, startDns, type TestDns } from './dns';
import { kitteInTerminal } from './kitte';

/** `init` writes a config and `preflight` looks at it, both at a terminal, as their person does. AWS is the local account; then moto. */
jest.setTimeout(180_000);
const BOOTSTRAP = '/cdk-bootstrap/hnb659fds/version';
const domain = 'example.com';
/** Others take the domain's mail. */
const OFFICE = {
  type: 'MX',
  name: domain,
  data: { preference: 10, exchange: 'mx.office.example' },
} as const;

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'kitte-terminal-'))));
afterEach(() => rmSync(directory, { recursive: true }));

interface Aws {
  readonly env: Record<string, string>;
  readonly zoneId: string;
  /** Whether it knows the quota of Elastic IPs. */
  readonly hasQuota: boolean;
}

/** As a person reads it: without colour, the breaks of a narrow terminal gone. */
function read(text: string): string {
  return plain(text).replace(/\s+/g, ' ');
}

async function preflight(env: Record<string, string>, ...args: string[]) {
  const { status, stdout } = await kitteInTerminal(['preflight', ...args], directory, env, []);
  return { status, text: read(stdout) };
}

/** Answers what it asks: bounces stay with the domain's own MX, and the login is the default one. */
async function init(env: Record<string, string>, ...more: string[]) {
  const { status, stdout } = await kitteInTerminal(['init', ...more], directory, env, [
    [/From header/, `${domain}\r`],
    [/bounces come home/, '\u0015\r'],
    [/First login/, '\r'],
  ]);
  return { status, text: read(stdout) };
}

async function put({ env, zoneId }: Aws, sets: readonly (readonly [string, RRType, string[]])[]) {
  const route53 = new Route53Client(clientOf(env));
  const Changes = sets.map(([Name, Type, values]) => ({
    Action: 'CREATE' as const,
    ResourceRecordSet: { Name, Type, TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) },
  }));
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes } }));
}

function clientOf(env: Record<string, string>) {
  return {
    endpoint: env['AWS_ENDPOINT_URL'] ?? '',
    region: 'eu-west-1',
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
}

/** The world as the zone's parent would have it. */
async function world(aws: Aws) {
  const { DelegationSet } = await new Route53Client(clientOf(aws.env)).send(
    new GetHostedZoneCommand({ Id: aws.zoneId }),
  );
  return startDns([...nsRecords(domain, DelegationSet?.NameServers ?? []), OFFICE]);
}

/** The same for both: what one imitation lets pass, the other may not. */
async function walk(aws: Aws): Promise<void> {
  const dns = await world(aws);
  try {
    await walkIn(aws, dns);
  } finally {
    await dns.close();
  }
}

async function walkIn(aws: Aws, dns: TestDns): Promise<void> {
  const resolver = ['--resolver', dns.address];
  const written = await init(aws.env, ...resolver);
  expect(written).toMatchObject({ status: 0 });
  expect(readFileSync(join(directory, 'kitte.config.ts'), 'utf8')).toContain(aws.zoneId);

  const good = await preflight(aws.env, ...resolver);
  for (const id of ['account', 'zone', 'delegation', 'records', 'mx', 'caa', 'bootstrap', 'instance-type'])
    expect(good.text).toMatch(new RegExp(`pass prod ${id}:`));
  expect(good.text).toMatch(/skip prod port-25:.*there is no server yet/);
  expect(good.text).toMatch(aws.hasQuota ? /pass prod elastic-ip:.*0 of 6 in use/ : /skip prod elastic-ip:/);
  const japanese = await preflight(aws.env, ...resolver, '--lang', 'ja');
  expect(japanese.text).toMatch(
    /skip prod port-25: 外向きの 25 番ポート 未確認: サーバーはまだありません 次の手順/,
  );

  await put(aws, [
    [domain, 'TXT', ['"v=spf1 include:_spf.provider.example ~all"', '"site-verification=1"']],
    [domain, 'MX', ['10 mx.provider.example.']],
  ]);
  const taken = await preflight(aws.env, ...resolver);
  expect(taken.status).toBe(1);
  expect(taken.text).toMatch(/fail prod records/);
  // Both are shown, and the one to use. A narrow column breaks within a long name.
  const flat = taken.text.replaceAll(' ', '');
  expect(flat).toContain('include:_spf.provider.example~all');
  expect(flat).toContain('v=spf1ip4:<ElasticIP>include:_spf.provider.example-all');
  expect(flat).toContain('site-verification=1');
  // The domain's own MX is in nobody's way: Kitte makes none there.
  expect(taken.text).not.toContain('mx.provider.example');

  // Another provider's name servers, and an authority that is not ours.
  dns.answers = nsRecords(domain, ['dns1.provider.example', 'dns2.provider.example']);
  const elsewhere = await preflight(aws.env, ...resolver);
  expect(elsewhere.text).toMatch(
    /fail prod delegation:.*dns1\.provider\.example.*more: docs\/runbook\.md#check-/,
  );
  expect(elsewhere.text).toMatch(/skip prod caa:.*Mend delegation first/);
}

test('a good account, then colliding records: the local account', async () => {
  const aws = await account({ [IMAGE]: 'ami-0aaaaaaaaaaaaaaaa', [BOOTSTRAP]: '21' });
  try {
    aws.addHostedZone({ id: 'Z1GOOD', name: domain });
    const there = { env: aws.env, zoneId: 'Z1GOOD', hasQuota: true };
    await walk(there);
  } finally {
    await aws.close();
  }
});

test('no zone, no bootstrap: each is named at the terminal, with the next step', async () => {
  const aws = await account();
  try {
    expect((await init(aws.env, '--zone', 'create', '--mx', 'true')).status).toBe(0);
    const { status, text } = await preflight(aws.env);
    expect(status).toBe(1);
    expect(text).toMatch(/fail prod bootstrap.*npx cdk bootstrap/);
  } finally {
    await aws.close();
  }
});

/** Route 53's ids begin with a Z, and a config with another is refused; moto draws the first letter by lot. */
async function zoneLikeRoute53s(route53: Route53Client): Promise<string> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({ Name: domain, CallerReference: String(tries) }),
    );
    const id = (HostedZone?.Id ?? '').replace('/hostedzone/', '');
    if (id.startsWith('Z')) return id;
    await route53.send(new DeleteHostedZoneCommand({ Id: id }));
  }
  throw new Error('moto made a thousand zones and none with an id like those of Route 53.');
}

(hasMoto() ? test : test.skip)('a good account, then colliding records: moto', async () => {
  const moto = await startMoto();
  try {
    const env = {
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    const zoneId = await zoneLikeRoute53s(new Route53Client(clientOf(env)));
    await new SSMClient(clientOf(env)).send(
      new PutParameterCommand({ Name: BOOTSTRAP, Value: '21', Type: 'String' }),
    );
    await walk({ env, zoneId, hasQuota: false });
  } finally {
    await moto.stop();
  }
});
