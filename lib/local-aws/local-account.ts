import { CloudFormation } from './engine/cloudformation';
import type { Principal } from './identity';
import { ResourceAccount } from './resource-account';

/** The whole account: what it holds, and the deploys that change it. */
export class LocalAccount extends ResourceAccount {
  readonly cloudFormation = new CloudFormation(this);
  /** Those behind the same endpoint, itself among them. */
  private accounts: readonly LocalAccount[] = [this];

  /** Another account behind the same endpoint, of whom nobody has a key: its roles are assumed. */
  addAccount(accountId: string): LocalAccount {
    const known = this.accountOf(accountId);
    if (known !== undefined) return known;
    const added = new LocalAccount({ ...this.options, accountId, addressPool: [] }, this.common);
    added.endpoint = this.endpoint;
    const accounts = [...this.accounts, added];
    for (const account of accounts) account.accounts = accounts;
    return added;
  }

  accountOf(accountId: string): LocalAccount | undefined {
    return this.accounts.find((each) => each.accountId === accountId);
  }

  /** What a principal calls is of its own account. */
  ofPrincipal({ accountId }: Principal): LocalAccount {
    return this.accountOf(accountId) ?? this;
  }

  all(): readonly LocalAccount[] {
    return this.accounts;
  }
}
