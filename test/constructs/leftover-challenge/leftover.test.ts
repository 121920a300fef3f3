import type {
  ChangeResourceRecordSetsRequest,
  ListResourceRecordSetsRequest,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';

import { leftoverHandler } from '../../../lib/constructs/leftover-challenge/leftover';
import { event } from '../event';
import { awsError, FakeAws } from '../fake-aws';

const HostedZoneId = 'Z0123456789ABCDEFGHIJ';
const MAIL = '_acme-challenge.mail.example.com';
const SMTP = '_acme-challenge.smtp.example.com';

const record = (Name: string, Type: ResourceRecordSet['Type'] = 'TXT'): ResourceRecordSet => ({
  Name: `${Name}.`,
  Type,
  TTL: 10,
  ResourceRecords: [{ Value: '"token"' }],
});

/** A zone that is read in the order of names, as Route 53 does. */
function world(...sets: readonly ResourceRecordSet[]) {
  const zone = [...sets];
  const route53 = new FakeAws({
    ListResourceRecordSets: ({ StartRecordName = '', HostedZoneId: id }: ListResourceRecordSetsRequest) => {
      if (id !== HostedZoneId) throw awsError('NoSuchHostedZone');
      const later = zone.filter(({ Name = '' }) => Name >= StartRecordName);
      const inOrder = later.sort((one, two) => ((one.Name ?? '') < (two.Name ?? '') ? -1 : 1));
      return { ResourceRecordSets: inOrder.slice(0, 1) };
    },
    ChangeResourceRecordSets: ({ ChangeBatch }: ChangeResourceRecordSetsRequest) => {
      for (const { Action, ResourceRecordSet: set } of ChangeBatch?.Changes ?? []) {
        expect(Action).toBe('DELETE');
        const at = zone.findIndex((each) => JSON.stringify(each) === JSON.stringify(set));
        if (at < 0) throw awsError('InvalidChangeBatch');
        zone.splice(at, 1);
      }
    },
  });
  return { zone, handler: leftoverHandler(route53), route53 };
}

const about = (...Names: string[]) => ({ HostedZoneId, Names });

test('the deletion removes what is left at the names, and nothing else', async () => {
  const others = [record('mail.example.com', 'A'), record('_acme-challenge.www.example.com')];
  const { zone, handler } = world(...others, record(MAIL), record(SMTP));
  await handler(event('Delete', about(MAIL, SMTP)));
  expect(zone).toEqual(others);
});

test('names of which nothing is left, and a zone that is gone, are no failure', async () => {
  const { zone, handler } = world(record(`${MAIL}.other`), record(MAIL, 'CNAME'));
  await handler(event('Delete', about(MAIL)));
  expect(zone).toHaveLength(2);
  await expect(handler(event('Delete', { ...about(MAIL), HostedZoneId: 'ZGONE' }))).resolves.toBeDefined();
});

test('creation and a change that keeps the names touch nothing; a name that goes takes its record along', async () => {
  const { zone, handler, route53 } = world(record(MAIL), record(SMTP));
  await handler(event('Create', about(MAIL, SMTP)));
  await handler(event('Update', about(MAIL, SMTP), { before: about(MAIL) }));
  expect(route53.calls).toEqual([]);
  await handler(event('Update', about(MAIL), { before: about(MAIL, SMTP) }));
  expect(zone).toEqual([record(MAIL)]);
});

test('another zone is another resource, whose predecessor is deleted by itself', async () => {
  const { handler, route53 } = world(record(MAIL));
  const before = { ...about(MAIL), HostedZoneId: 'ZBEFORE' };
  const { PhysicalResourceId: first } = await handler(event('Create', before));
  const { PhysicalResourceId: next } = await handler(event('Update', about(SMTP), { before }));
  expect(next).not.toBe(first);
  expect(route53.calls).toEqual([]);
});

test('a record that the machine removes meanwhile is no failure; what AWS refuses is one', async () => {
  const answering = (name: string) =>
    leftoverHandler(
      new FakeAws({
        ListResourceRecordSets: () => ({ ResourceRecordSets: [record(MAIL)] }),
        ChangeResourceRecordSets: () => {
          throw awsError(name);
        },
      }),
    );
  await answering('InvalidChangeBatch')(event('Delete', about(MAIL)));
  await expect(answering('AccessDenied')(event('Delete', about(MAIL)))).rejects.toThrow('AccessDenied');
});
