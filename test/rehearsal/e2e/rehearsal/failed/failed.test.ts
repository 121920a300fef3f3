import { type ChangeAction, ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';

import { parseConfig } from '../../../../../lib/config/parse';
import { deliver, type Sender } from '../../../../../lib/rehearsal/judge/delivery';
import { reportOf } from '../../../../../lib/rehearsal/report-of';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { deployed, ZONE_ID } from '../../../deployed';

/** Deploys that fail in their last stack, after the machine has heard of them: mail goes on as before, and passes. */
const before = {
  domain: 'example.com',
  hostedZone: { id: ZONE_ID, name: 'example.com' },
  envelopeDomain: 'bounce.example.com',
  hostName: 'mail.example.com',
  users: ['app', 'shop'].map((login) => ({ login, senders: ['@example.com'] })),
};
const next = {
  ...before,
  domain: 'news.example.com',
  envelopeDomain: 'bounce.news.example.com',
  users: [{ login: 'app', senders: ['@news.example.com'] }],
  former: [
    {
      domain: 'example.com',
      envelopeDomain: 'bounce.example.com',
      hostName: 'mail.example.com',
      selectors: ['kitte1'],
    },
  ],
};

const server = deployed(before, { judged: false });
const stand = () => server.rehearsal.stand;
const status = (stack: string) =>
  stand()
    .account.stacks()
    .find(({ name }) => name === stack)?.status;
const report = () => reportOf(stand(), { name: 'prod' });
const passwords = () =>
  JSON.parse(stand().account.readSecret('kitte/prod/users') ?? '{}') as Record<string, string>;

/** Somebody else's record, where the deploy wants to make one: Route 53 refuses the second. */
async function stranger(Action: ChangeAction): Promise<void> {
  const ResourceRecordSet = {
    ...{ Name: 'kitte1._domainkey.news.example.com.', Type: 'TXT' as const, TTL: 60 },
    ResourceRecords: [{ Value: '"of another service"' }],
  };
  await new Route53Client(stand().account.sdk).send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: ZONE_ID,
      ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
    }),
  );
}

async function failing(config: object): Promise<void> {
  const { exitCode, output } = await server.deploy(config);
  expect(exitCode).not.toBe(0);
  expect(output).toMatch(/kitte-prod-dns/);
  expect(status('kitte-prod-server')).toBe('UPDATE_COMPLETE');
  expect(status('kitte-prod-dns')).toBe('UPDATE_ROLLBACK_COMPLETE');
}

function sender(config: object, from: string): Sender {
  const [environment] = parseConfig(config);
  if (environment === undefined) throw new Error('The config has no environment.');
  return { ...server.rehearsal.sender(), environment, from };
}

const failures = async (who: Sender) =>
  (await deliver(stand().world, who, 465)).verdicts.filter(({ pass }) => !pass);
let shop = '';

test('another domain whose records cannot be made is not sent from: the old one goes on, with every pass', async () => {
  shop = passwords()['shop'] ?? '';
  await stranger('CREATE');
  await failing(next);
  expect(report()).toMatchObject({ state: 'converged', held: 'example.com bounce.example.com kitte1' });
  expect(report()['reason']).toContain('kitte1._domainkey.news.example.com');
  expect(await failures(sender(before, 'hello@example.com'))).toEqual([]);
}, 400_000);

test('who left the config is refused at once all the same, and in no copy of the secret that programs read', async () => {
  const { environment } = server.rehearsal.sender();
  const submitted = stand().world.client.submit({
    ...{ host: environment.hostName, port: 465, tls: 'implicit', login: 'shop', password: shop },
    envelope: { from: 'shop@example.com', to: ['reader@inbox.example.net'] },
    message: 'Subject: refused\r\n\r\n',
  });
  expect(JSON.stringify(await submitted.catch((error: unknown) => String(error)))).toMatch(/535/);
  expect(Object.keys(passwords())).toEqual(['app']);
}, 60_000);

test('the config of before may come back without a word about names that never were, and the login with its password', async () => {
  await server.mustDeploy(before);
  expect(report()).toMatchObject({ state: 'converged', held: '', reason: '' });
  expect(passwords()['shop']).toBe(shop);
  expect(await failures({ ...sender(before, 'hello@example.com'), login: 'shop', password: shop })).toEqual(
    [],
  );
}, 300_000);

test('when the way is free the same deploy succeeds, and the new names come into force by themselves', async () => {
  await failing(next);
  await stranger('DELETE');
  await server.mustDeploy();
  await until('the new names to be in force', 60_000, () =>
    Promise.resolve(report()['held'] === '' && report()['state'] === 'converged' ? true : undefined),
  );
  expect(await failures(sender(next, 'hello@news.example.com'))).toEqual([]);
}, 500_000);
