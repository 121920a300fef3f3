import { setTimeout as pause } from 'node:timers/promises';
import type { AccountBase } from '../account-base';
import { ApiError } from '../errors';
import { newId } from './ledger';

export interface Address {
  readonly allocationId: string;
  readonly publicIp: string;
  readonly tags: readonly { Key: string; Value: string }[];
  association: { readonly id: string; readonly instanceId: string } | undefined;
  ptr: string | undefined;
  ptrUpdate: { readonly value: string; readonly status: string; readonly reason?: string } | undefined;
}

/** How long a change of a reverse name stays PENDING: long enough that a caller who does not wait is caught. */
const PTR_DELAY_MS = 500;

/** Elastic IPs, their associations and reverse names. */
export class Addresses {
  private readonly addresses = new Map<string, Address>();

  /** `demandInstance` throws when there is none of that id. */
  constructor(
    private readonly account: AccountBase,
    private readonly demandInstance: (id: string) => void,
  ) {}

  /** How many there may be. */
  get limit(): number {
    return this.account.options.addressPool.length;
  }

  allocate(tags: Address['tags']): Address {
    const taken = new Set(this.all().map((address) => address.publicIp));
    const publicIp = this.account.options.addressPool.find((one) => !taken.has(one));
    if (!publicIp) {
      throw new ApiError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
    }
    const address = {
      allocationId: newId('eipalloc'),
      publicIp,
      tags,
      association: undefined,
      ptr: undefined,
      ptrUpdate: undefined,
    };
    this.addresses.set(address.allocationId, address);
    return address;
  }

  get(idOrIp: string): Address {
    const found = this.addresses.get(idOrIp) ?? this.all().find((one) => one.publicIp === idOrIp);
    if (!found) {
      throw new ApiError('InvalidAllocationID.NotFound', `The allocation ID '${idOrIp}' does not exist`);
    }
    return found;
  }

  all(): Address[] {
    return [...this.addresses.values()];
  }

  release(idOrIp: string): void {
    const address = this.get(idOrIp);
    if (address.association) {
      throw new ApiError('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
    }
    if (address.ptr !== undefined || address.ptrUpdate) {
      throw new ApiError(
        'InvalidAddress.PtrSet',
        `The address with allocation id [${address.allocationId}] cannot be released because it has a PTR record set.`,
      );
    }
    this.addresses.delete(address.allocationId);
  }

  async associate(idOrIp: string, instanceId: string): Promise<string> {
    const address = this.get(idOrIp);
    this.demandInstance(instanceId);
    if (address.association) await this.account.options.fleet.disassociate(address.publicIp);
    address.association = { id: newId('eipassoc'), instanceId };
    await this.account.options.fleet.associate(address.publicIp, instanceId);
    this.account.event('ec2', `${address.publicIp} associated with ${instanceId}`);
    return address.association.id;
  }

  /** Nothing happens when the address has meanwhile been associated anew, as on EC2. */
  async disassociate(associationId: string): Promise<void> {
    const address = this.all().find((one) => one.association?.id === associationId);
    if (!address) return;
    address.association = undefined;
    await this.account.options.fleet.disassociate(address.publicIp);
  }

  async setReverseName(allocationId: string, domain: string): Promise<Address> {
    const address = this.get(allocationId);
    const name = domain.replace(/\.$/, '').toLowerCase();
    const found = await this.account.options.resolveA(name);
    // EC2 User Guide, "Create a reverse DNS record": a forward record that points to the address must exist.
    if (!found.includes(address.publicIp)) {
      throw new ApiError(
        'InvalidParameterValue',
        `The domain name ${name} does not resolve to the address ${address.publicIp} (it resolves to: ${found.join(', ') || 'nothing'}). A forward DNS record (type A) that points to the Elastic IP address must exist first.`,
      );
    }
    this.update(address, `${name}.`);
    return address;
  }

  resetReverseName(allocationId: string): Address {
    const address = this.get(allocationId);
    if (address.ptr !== undefined) this.update(address, undefined);
    return address;
  }

  private update(address: Address, name: string | undefined): void {
    if (address.ptrUpdate?.status === 'PENDING') {
      throw new ApiError('IncorrectState', `A change of the reverse name of ${address.publicIp} is pending.`);
    }
    address.ptrUpdate = { value: name ?? '', status: 'PENDING' };
    void pause(PTR_DELAY_MS, undefined, { ref: false }).then(async () => {
      address.ptr = name;
      await this.account.dnsChanged();
      address.ptrUpdate = undefined;
      this.account.event('ec2', `reverse name of ${address.publicIp}: ${name ?? 'none'}`);
    });
  }
}
