import type { ModifyAddressAttributeRequest, PtrUpdateStatus } from '@aws-sdk/client-ec2';

import { reverseNameIsComplete, reverseNameOnEvent } from '../../../lib/constructs/reverse-name/reverse';
import { event, isCompleteEvent } from '../event';
import { awsError, FakeAws } from '../fake-aws';

const properties = { AllocationId: 'eipalloc-1', Address: '192.0.2.10', HostName: 'mail.example.com' };
const START = new Date('2026-01-01T00:00:00Z');

/** An Elastic IP whose updates stay pending until the test lets them end. */
class Address {
  name: string | undefined;
  update: PtrUpdateStatus | undefined;
  answers: string[] | Error = [];
  exists = true;
  now = START;
  readonly ec2 = new FakeAws({
    DescribeAddressesAttribute: () => {
      if (!this.exists) throw awsError('InvalidAllocationID.NotFound');
      return {
        Addresses: [
          { AllocationId: properties.AllocationId, PtrRecord: this.name, PtrRecordUpdate: this.update },
        ],
      };
    },
    ModifyAddressAttribute: ({ DomainName }: ModifyAddressAttributeRequest) => {
      this.update = { Value: DomainName, Status: 'PENDING' };
      return {};
    },
    ResetAddressAttribute: () => {
      this.update = { Value: '', Status: 'PENDING' };
      return {};
    },
  });

  /** Calls that change something. */
  get changes(): string[] {
    return this.ec2.calls.filter((call) => !call.startsWith('Describe'));
  }

  finish(): void {
    this.name = this.update?.Value ? `${this.update.Value}.` : undefined;
    this.update = undefined;
  }

  async ask(type: 'Create' | 'Update' | 'Delete') {
    const world = {
      ec2: this.ec2,
      resolve4: () =>
        this.answers instanceof Error ? Promise.reject(this.answers) : Promise.resolve(this.answers),
      now: () => this.now,
    };
    const sent = event(type, properties);
    const answered = await reverseNameOnEvent({ now: () => START })(sent);
    expect(answered.PhysicalResourceId).toBe(properties.AllocationId);
    return (await reverseNameIsComplete(world)(isCompleteEvent(sent, answered))).IsComplete;
  }

  late(): this {
    this.now = new Date(START.getTime() + 21 * 60_000);
    return this;
  }
}

let address: Address;
beforeEach(() => {
  address = new Address();
});

test('waits for the A record, asks once, waits for AWS, is done', async () => {
  address.answers = Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' });
  expect(await address.ask('Create')).toBe(false);
  address.answers = ['198.51.100.1'];
  expect(await address.ask('Create')).toBe(false);
  expect(address.changes).toEqual([]);

  address.answers = ['192.0.2.10'];
  expect(await address.ask('Create')).toBe(false);
  expect(await address.ask('Create')).toBe(false);
  expect(address.changes).toEqual(['ModifyAddressAttribute']);

  address.finish();
  expect(address.name).toBe('mail.example.com.');
  expect(await address.ask('Create')).toBe(true);
  expect(address.changes).toHaveLength(1);
});

test('another name on the address is replaced', async () => {
  address.name = 'old.example.com.';
  address.answers = ['192.0.2.10'];
  expect(await address.ask('Update')).toBe(false);
  address.finish();
  expect(await address.ask('Update')).toBe(true);
});

test('what AWS failed at is tried again, and its reason is told at last', async () => {
  address.answers = ['192.0.2.10'];
  address.update = { Value: 'mail.example.com', Status: 'FAILED', Reason: 'no forward record' };
  expect(await address.ask('Create')).toBe(false);
  expect(address.changes).toEqual(['ModifyAddressAttribute']);
  address.update = { Value: 'mail.example.com', Status: 'FAILED', Reason: 'no forward record' };
  await expect(address.late().ask('Create')).rejects.toThrow(/on an earlier try: no forward record/);
});

test('past the deadline the error names what it waited for', async () => {
  address.late().answers = ['198.51.100.1'];
  await expect(address.ask('Create')).rejects.toThrow(
    /192\.0\.2\.10 could not be set to mail\.example\.com within 20 minutes: the A record .* answers 198\.51\.100\.1, not 192\.0\.2\.10\. Is the zone delegated/,
  );
  address.answers = [];
  await expect(address.ask('Create')).rejects.toThrow(/answers nothing/);
  address.update = { Value: 'mail.example.com', Status: 'PENDING' };
  await expect(address.ask('Create')).rejects.toThrow(/update to mail\.example\.com is pending/);
});

test('done counts even when it is late', async () => {
  address.late().name = 'MAIL.example.com.';
  expect(await address.ask('Create')).toBe(true);
});

test('deletion resets and waits until the name is gone', async () => {
  address.name = 'mail.example.com.';
  expect(await address.ask('Delete')).toBe(false);
  expect(await address.ask('Delete')).toBe(false);
  expect(address.changes).toEqual(['ResetAddressAttribute']);
  address.finish();
  expect(await address.ask('Delete')).toBe(true);
});

test('an address that vanished has no name to reset, and none can be set', async () => {
  address.exists = false;
  expect(await address.ask('Delete')).toBe(true);
  await expect(address.ask('Create')).rejects.toThrow(/192\.0\.2\.10 \(eipalloc-1\) does not exist/);
});
