import type { Account, Zone } from './fleet';
import type { LocalAccount } from './local-account';
import { absolute } from './stores/hosted-zones';
import type { Value } from './values';

/** A role of an account that somebody else owns, as its owner made it. */
export interface GivenRole {
  readonly name: string;
  /** Trust policy: who may assume it. */
  readonly trust: object;
  /** Permission policy: what it may do then. */
  readonly policy: object;
}

/** An account beside the one that the CLI is of: as much of it as a deploy reaches by its roles. */
export interface OtherAccount extends Pick<Account, 'addHostedZone'> {
  /** Made, or made anew, and in force at once. Returns its ARN. */
  addRole(role: GivenRole): string;
  zones(): readonly Zone[];
  /** As its owner changes a record by hand; throws where Route 53 would refuse it. */
  change(zoneId: string, action: 'CREATE' | 'UPSERT' | 'DELETE', record: Zone['records'][number]): void;
}

export const otherAccount = (account: LocalAccount): OtherAccount => ({
  addHostedZone: ({ id, name, comment, isPrivate }) =>
    void account.zones.create(name, comment, id, isPrivate),
  addRole({ name, trust, policy }) {
    const { iam } = account;
    const role = iam.roles.get(name) ?? iam.createRole(name, '/', trust as Value);
    role.trust = trust as Value;
    role.inline.set('given', policy as Value);
    iam.changed();
    iam.settle(name);
    return role.arn;
  },
  zones: () => account.zones.snapshot(),
  change: (zoneId, action, record) =>
    void account.zones.change(zoneId, [{ action, record: { ...record, name: absolute(record.name) } }]),
});
