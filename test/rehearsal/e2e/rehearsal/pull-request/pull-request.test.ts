import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  ChangeResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
} from '@aws-sdk/client-route-53';

import { deployed, ZONE_ID } from '../../../deployed';

/** An environment that a pull request has while it is open: it is in no list, its zone is its own, and nothing of it may stay. */
const NAME = 'pr-42';
const DOMAIN = `${NAME}.example.com`;

jest.setTimeout(60_000);
const server = deployed(
  {
    domain: 'example.com',
    hostedZone: { id: ZONE_ID },
    users: [{ login: 'app' }],
    environments: { prod: {}, 'pr-*': { zone: 'own' } },
  },
  { judged: true, asked: NAME },
);

const account = () => server.rehearsal.stand.account;
const bare = (name: string) => name.replace(/\.$/, '');
function zone(wanted: string) {
  const found = account()
    .zones()
    .find(({ name }) => bare(name) === wanted);
  if (found === undefined) throw new Error(`There is no zone ${wanted}.`);
  return found;
}

test('one deploy makes it, delegation and reverse name too, and its mail is accepted', async () => {
  const result = await server.rehearsal.result();
  const verdicts = [...result.messages.flatMap((message) => message.verdicts), ...result.verdicts];
  expect(verdicts.filter(({ pass }) => !pass)).toEqual([]);
  expect(result.environment).toMatchObject({ name: NAME, domain: DOMAIN, hostName: `mail.${DOMAIN}` });
  expect(result.ok).toBe(true);
  const servers = zone(DOMAIN).nameServers.map(bare);
  const handed = zone('example.com').records.find(({ name, type }) => type === 'NS' && bare(name) === DOMAIN);
  expect(handed?.values.map(bare)).toEqual(servers);
});

test('the file of outputs says what the next step of the pipeline wants to know', async () => {
  const file = join(server.directory, 'outputs.json');
  const { stand } = server.rehearsal;
  const { exitCode, output } = await stand.cdk([
    ...['deploy', `${NAME}/*`, '--require-approval', 'never', '--outputs-file', file],
    ...server.rehearsal.context(),
  ]);
  expect(output).toContain('no changes');
  expect(exitCode).toBe(0);
  const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  expect(all).toMatchObject({
    [`kitte-${NAME}-foundation`]: { ElasticIp: server.rehearsal.address(), Passwords: `kitte/${NAME}/users` },
    [`kitte-${NAME}-server`]: { Host: `mail.${DOMAIN}`, State: 'converged', Reason: '-' },
    [`kitte-${NAME}-dns`]: { Verdict: expect.any(String) as string, Port25: expect.any(String) as string },
  });
});

test('a destroy leaves nothing, also of an order of a certificate that its machine did not live to end', async () => {
  const { env } = account();
  const route53 = new Route53Client({
    endpoint: env['AWS_ENDPOINT_URL'] ?? '',
    region: env['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
  const left: ResourceRecordSet = {
    Name: `_acme-challenge.mail.${DOMAIN}`,
    Type: 'TXT',
    TTL: 10,
    ResourceRecords: [{ Value: '"left behind"' }],
  };
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zone(DOMAIN).id,
      ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: left }] },
    }),
  );
  const { stand } = server.rehearsal;
  const { exitCode, output } = await stand.cdk([
    'destroy',
    `${NAME}/*`,
    '--force',
    ...server.rehearsal.context(),
  ]);
  expect(output).toContain('destroyed');
  expect(exitCode).toBe(0);
  expect(account().remains()).toEqual(['hosted zone example.com.']);
  expect([...account().reverseNames().values()]).toEqual([]);
  expect(
    zone('example.com')
      ?.records.map(({ type }) => type)
      .sort(),
  ).toEqual(['NS', 'SOA']);
}, 300_000);
