import {
  ChangeResourceRecordSetsCommand,
  GetHostedZoneCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import type { LocalAccountHandle, OtherAccount } from '../../lib/local-aws';
import { quietAccount } from './stacks';

/** A role of an account beside, as a deploy reaches a zone that somebody else owns. */
let account: LocalAccountHandle;
let other: OtherAccount;

const OTHER = '210987654321';
const OWNER = '111122223333';
const ZONE = 'arn:aws:route53:::hostedzone/ZOTHER';

beforeEach(async () => {
  account = await quietAccount();
  account.addHostedZone({ id: 'ZOWN', name: 'own.example' });
  other = account.addAccount(OTHER);
  other.addHostedZone({ id: 'ZOTHER', name: 'other.example' });
});
afterEach(() => account.close());

const trusting = (principal: object, condition?: object) => ({
  Statement: [
    {
      ...{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal },
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ],
});
const policy = {
  Statement: [
    {
      Effect: 'Allow',
      Action: ['route53:GetHostedZone', 'route53:ChangeResourceRecordSets'],
      Resource: ZONE,
    },
  ],
};

async function assume(role: string, more: { ExternalId?: string } = {}) {
  const { Credentials } = await new STSClient(account.sdk).send(
    new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'test', ...more }),
  );
  return {
    ...account.sdk,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  };
}

test('an assumed role is of its account, and may there what its policy says', async () => {
  const role = other.addRole({ name: 'dns', trust: trusting({ AWS: `arn:aws:iam::${OWNER}:root` }), policy });
  expect(role).toBe(`arn:aws:iam::${OTHER}:role/dns`);
  const config = await assume(role);
  const { Account, Arn } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
  expect([Account, Arn]).toEqual([OTHER, `arn:aws:sts::${OTHER}:assumed-role/dns/test`]);

  const route53 = new Route53Client(config);
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: 'ZOTHER',
      ChangeBatch: {
        Changes: [
          {
            Action: 'CREATE',
            ResourceRecordSet: {
              ...{ Name: 'a.other.example', Type: 'TXT', TTL: 60 },
              ResourceRecords: [{ Value: '"one"' }],
            },
          },
        ],
      },
    }),
  );
  expect(other.zones()[0]?.records).toContainEqual({
    ...{ name: 'a.other.example', type: 'TXT', ttl: 60, values: ['"one"'] },
  });
  // Neither the first account's zones nor what the policy does not say.
  await expect(route53.send(new GetHostedZoneCommand({ Id: 'ZOWN' }))).rejects.toThrow(/not authorized/);
  const servers = [...account.zones(), ...other.zones()].flatMap(({ nameServers }) => nameServers);
  expect(new Set(servers).size).toBe(servers.length);
});

test.each<[string, object, object | undefined, { ExternalId?: string }, boolean]>([
  ['another account', { AWS: '999999999999' }, undefined, {}, false],
  ['the account by its id', { AWS: OWNER }, undefined, {}, true],
  ['a service', { Service: 'lambda.amazonaws.com' }, undefined, {}, false],
  [
    'who says the external id',
    { AWS: OWNER },
    { StringEquals: { 'sts:ExternalId': 'xy' } },
    { ExternalId: 'xy' },
    true,
  ],
  ['who says none', { AWS: OWNER }, { StringEquals: { 'sts:ExternalId': 'xy' } }, {}, false],
  [
    'roles of a name',
    { AWS: OWNER },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/d-*' } },
    {},
    false,
  ],
])('a trust policy is judged: %s', async (_, principal, condition, more, isTrusted) => {
  const role = other.addRole({ name: 'dns', trust: trusting(principal, condition), policy });
  const assumed = assume(role, more);
  if (isTrusted) await expect(assumed).resolves.toBeDefined();
  else
    await expect(assumed).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching('not authorized') as string,
    });
});

test('whom nobody made is refused as one that trusts others is', async () => {
  other.addRole({ name: 'dns', trust: trusting({ AWS: OWNER }), policy });
  for (const role of [
    `arn:aws:iam::${OTHER}:role/none`,
    `arn:aws:iam::${OWNER}:role/dns`,
    'arn:aws:iam::1:role/dns',
  ])
    await expect(assume(role)).rejects.toMatchObject({ name: 'AccessDenied' });
});
