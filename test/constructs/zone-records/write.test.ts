import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import type { CdkCustomResourceEvent } from 'aws-lambda';

import type { WantedRecord } from '../../../lib/constructs/zone-records/changes';
import {
  yielding,
  type ZoneRecordsProperties,
  zoneRecordsIsComplete,
  zoneRecordsOnEvent,
} from '../../../lib/constructs/zone-records/write';
import { sessionOf } from '../../../lib/deployed/role-session';
import type { LocalAccountHandle, OtherAccount } from '../../../lib/local-aws';
import { quietAccount } from '../../local-aws/stacks';

/** The handler as a deploy calls it, at a zone of another account. */
let account: LocalAccountHandle;
let other: OtherAccount;
let now: Date;

const ROLE = 'arn:aws:iam::210987654321:role/dns';
const trust = {
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }],
};
const policy = {
  Statement: [
    {
      Effect: 'Allow',
      Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'],
      Resource: 'arn:aws:route53:::hostedzone/*',
    },
    { Effect: 'Allow', Action: 'route53:GetChange', Resource: '*' },
  ],
};

beforeEach(async () => {
  account = await quietAccount();
  other = account.addAccount('210987654321');
  other.addHostedZone({ id: 'ZONE', name: 'example.org' });
  other.addRole({ name: 'dns', trust, policy });
  now = new Date();
});
afterEach(() => account.close());

const route53As = async (role: string) =>
  new Route53Client({
    ...account.sdk,
    credentials: await sessionOf(new STSClient(account.sdk), role, 'test'),
  });

const txt = (name: string, ...values: string[]): WantedRecord => ({
  ...{ Name: `${name}.example.org.`, Type: 'TXT', TTL: '300' },
  Values: values.map((value) => `"${value}"`),
});
const of = (...Records: WantedRecord[]): ZoneRecordsProperties => ({
  ...{ Of: 'example.org', ZoneId: 'ZONE', Role: ROLE, Records },
});

const eventOf = (
  RequestType: 'Create' | 'Update' | 'Delete',
  ResourceProperties: ZoneRecordsProperties,
  OldResourceProperties?: ZoneRecordsProperties,
) =>
  ({
    ...{ RequestType, ResourceProperties, OldResourceProperties, StackId: 'STACK' },
    PhysicalResourceId: 'ZONE/example.org',
  }) as unknown as CdkCustomResourceEvent;

const call = (...event: Parameters<typeof eventOf>) =>
  zoneRecordsOnEvent({ route53As, now: () => now })(eventOf(...event));

const shown = (): string[] =>
  other
    .zones()
    .flatMap((zone) =>
      zone.records
        .filter(({ type }) => !['NS', 'SOA'].includes(type))
        .map(
          ({ name, type, ttl, values }) =>
            `${name.split('.')[0] ?? ''} ${type} ${String(ttl)} ${values.join(' ')}`,
        ),
    )
    .sort();

/** As somebody of the other account writes it. */
async function byHand(record: WantedRecord): Promise<void> {
  const { Name, Type, TTL, Values } = record;
  const client = await route53As(ROLE);
  await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: 'ZONE',
      ChangeBatch: {
        Changes: [
          {
            Action: 'UPSERT',
            ResourceRecordSet: {
              ...{ Name, Type: Type as 'TXT', TTL: Number(TTL) },
              ResourceRecords: Values.map((Value) => ({ Value })),
            },
          },
        ],
      },
    }),
  );
}

test('records come, change and go, and others stay as they are', async () => {
  await byHand(txt('theirs', 'mine'));
  const [one, two] = [txt('a', 'one'), txt('b', 'two')];
  const created = await call('Create', of(one, two));
  expect(created).toMatchObject({
    PhysicalResourceId: 'ZONE/example.org',
    Data: { Change: expect.any(String) as string },
  });
  expect(shown()).toEqual(['a TXT 300 "one"', 'b TXT 300 "two"', 'theirs TXT 300 "mine"']);
  // The same again changes nothing: a request may come twice.
  expect((await call('Create', of(one, two))).Data).toBeUndefined();

  await call('Update', of(txt('a', 'other'), txt('c', 'three')), of(one, two));
  expect(shown()).toEqual(['a TXT 300 "other"', 'c TXT 300 "three"', 'theirs TXT 300 "mine"']);
  await call(
    'Update',
    of({ ...txt('a', 'other'), TTL: '60' }, txt('c', 'three')),
    of(txt('a', 'other'), txt('c', 'three')),
  );
  expect(shown()[0]).toBe('a TXT 60 "other"');

  await call('Delete', of({ ...txt('a', 'other'), TTL: '60' }, txt('c', 'three')));
  await call('Delete', of({ ...txt('a', 'other'), TTL: '60' }, txt('c', 'three')));
  expect(shown()).toEqual(['theirs TXT 300 "mine"']);
});

test('a record that Kitte has not made is never written over, and nothing beside it is written', async () => {
  await byHand(txt('a', 'theirs'));
  await expect(call('Create', of(txt('b', 'two'), txt('a', 'ours')))).rejects.toThrow(
    /ZONE \(role arn:aws:iam::210987654321:role\/dns\).*does not overwrite: a\.example\.org has TXT "theirs", where TXT "ours" is wanted.*Nothing was changed\. Delete each there/,
  );
  expect(shown()).toEqual(['a TXT 300 "theirs"']);
  // One that says the very same is taken over.
  await call('Create', of(txt('a', 'theirs'), txt('b', 'two')));
  expect(shown()).toEqual(['a TXT 300 "theirs"', 'b TXT 300 "two"']);
});

test('what somebody changed since is theirs: an update refuses it, a deletion leaves it', async () => {
  await call('Create', of(txt('a', 'one'), txt('b', 'two')));
  await byHand(txt('a', 'theirs'));
  await expect(call('Update', of(txt('a', 'new')), of(txt('a', 'one'), txt('b', 'two')))).rejects.toThrow(
    /a\.example\.org/,
  );
  expect(shown()).toEqual(['a TXT 300 "theirs"', 'b TXT 300 "two"']);
  await call('Delete', of(txt('a', 'one'), txt('b', 'two')));
  expect(shown()).toEqual(['a TXT 300 "theirs"']);
});

test('nothing stands beside a CNAME', async () => {
  await byHand({ ...txt('a'), Type: 'CNAME', Values: ['b.example.net.'] });
  await expect(call('Create', of(txt('a', 'one')))).rejects.toThrow(
    /a\.example\.org has CNAME b\.example\.net\./,
  );
});

test('another zone is another resource: the new one is written, and the old one deleted after it', async () => {
  other.addHostedZone({ id: 'ZNEW', name: 'example.org' });
  await call('Create', of(txt('a', 'one')));
  const moved = { ...of(txt('a', 'one')), ZoneId: 'ZNEW' };
  expect((await call('Update', moved, of(txt('a', 'one')))).PhysicalResourceId).toBe('ZNEW/example.org');
  expect(shown()).toHaveLength(2);
  await call('Delete', of(txt('a', 'one')));
  expect(
    other
      .zones()
      .find(({ id }) => id === 'ZNEW')
      ?.records.map(({ type }) => type),
  ).toContain('TXT');
  expect(shown()).toHaveLength(1);
});

test('a zone that is gone has no records to delete', async () => {
  await call('Delete', { ...of(txt('a', 'one')), ZoneId: 'ZGONE' });
  await expect(call('Create', { ...of(txt('a', 'one')), ZoneId: 'ZGONE' })).rejects.toThrow(
    /could not read the zone ZGONE for the records of example\.org: .*ZGONE/,
  );
});

test('a role that trusts others, or may not, is said with what to do', async () => {
  other.addRole({ name: 'dns', trust: { Statement: [] }, policy });
  await expect(call('Create', of(txt('a', 'one')))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringMatching(
      /^The role arn:aws:iam::210987654321:role\/dns could not be assumed to write the records of example\.org: .*not authorized.*\(docs\/zones\.md/,
    ) as string,
  });
  other.addRole({ name: 'dns', trust, policy: { Statement: policy.Statement.slice(1) } });
  await expect(call('Create', of(txt('a', 'one')))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringMatching(
      /could not read the zone ZONE .* permission policy must allow it/,
    ) as string,
  });
  expect(shown()).toEqual([]);
});

test('it is complete when all servers have it, and says which change they have not', async () => {
  const { Data } = await call('Create', of(txt('a', 'one')));
  const isComplete = zoneRecordsIsComplete({ route53As, now: () => now });
  const asked = (data: object | undefined) =>
    isComplete({ ...eventOf('Create', of(txt('a', 'one'))), Data: data } as never);
  expect(await asked(Data)).toEqual({ IsComplete: true });
  expect(await asked(undefined)).toEqual({ IsComplete: true });
  const pending = zoneRecordsIsComplete({
    route53As: () => Promise.resolve({ send: () => Promise.resolve({ ChangeInfo: { Status: 'PENDING' } }) }),
    now: () => now,
  });
  const event = { ...eventOf('Create', of(txt('a', 'one'))), Data } as never;
  expect(await pending(event)).toEqual({ IsComplete: false });
  now = new Date(now.getTime() + 3_600_000);
  await expect(pending(event)).rejects.toThrow(
    /has not brought the change C\w+ to all servers of the zone ZONE within 5 minutes: it says PENDING/,
  );
});

test('nobody refuses a stack that goes back', async () => {
  const states: string[] = [];
  const cloudFormation = {
    send: () => Promise.resolve({ Stacks: [{ StackStatus: states.shift() }] }),
  };
  const log = jest.spyOn(console, 'log').mockImplementation();
  const handler = yielding(
    cloudFormation,
    zoneRecordsOnEvent({ route53As, now: () => now }),
    (PhysicalResourceId) => ({
      PhysicalResourceId,
    }),
  );
  await byHand(txt('a', 'theirs'));
  const update = eventOf('Update', of(txt('a', 'one')), of(txt('a', 'new'), txt('b', 'two')));
  states.push('UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_IN_PROGRESS');
  expect(await handler(update)).toEqual({ PhysicalResourceId: 'ZONE/example.org' });
  await expect(handler(update)).rejects.toThrow(/a\.example\.org/);
  await expect(handler(eventOf('Create', of(txt('a', 'one'))))).rejects.toThrow(/a\.example\.org/);
  expect(shown()).toEqual(['a TXT 300 "theirs"']);
  expect(log.mock.calls.flat().join()).toMatch(/Left as it is while the stack goes back/);
  log.mockRestore();
});
