import type { LocalAccountHandle } from '../../lib/local-aws';
import { quietAccount, stacksOf } from './stacks';

jest.setTimeout(30_000);

let account: LocalAccountHandle;
let stack: ReturnType<typeof stacksOf>;

beforeEach(async () => {
  account = await quietAccount();
  account.addHostedZone({ id: 'ZGROUP', name: 'example.org' });
  stack = stacksOf(account);
});
afterEach(() => account.close());

const record = (Name: string, value: string) => ({
  ...{ Name, Type: 'TXT', TTL: '300', ResourceRecords: [JSON.stringify(value)] },
});
const group = (...RecordSets: object[]) => ({
  Type: 'AWS::Route53::RecordSetGroup',
  Properties: { HostedZoneId: 'ZGROUP', RecordSets },
});
const records = () =>
  account
    .zones()
    .flatMap((zone) => zone.records)
    .filter(({ type }) => type === 'TXT')
    .map(({ name, values }) => `${name} ${values.join(' ')}`)
    .sort();

test('records of a group come, change and go as one request', async () => {
  const [one, two] = [record('a.example.org.', 'one'), record('b.example.org.', 'two')];
  expect(await stack.deploy('CREATE', { Resources: { Group: group(one, two) } })).toBe('CREATE_COMPLETE');
  expect(records()).toEqual(['a.example.org "one"', 'b.example.org "two"']);
  const three = record('c.example.org.', 'three');
  expect(
    await stack.deploy('UPDATE', { Resources: { Group: group(record('a.example.org.', 'other'), three) } }),
  ).toBe('UPDATE_COMPLETE');
  expect(records()).toEqual(['a.example.org "other"', 'c.example.org "three"']);
  expect(await stack.destroy()).toBe('DELETE_COMPLETE');
  expect(records()).toEqual([]);
});

test('a record that is there already fails the whole group', async () => {
  const there = record('a.example.org.', 'one');
  expect(await stack.deploy('CREATE', { Resources: { First: group(there) } })).toBe('CREATE_COMPLETE');
  const both = { First: group(there), Second: group(record('z.example.org.', 'new'), there) };
  expect(await stack.deploy('UPDATE', { Resources: both })).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(records()).toEqual(['a.example.org "one"']);
});
