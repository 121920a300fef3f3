import { CloudFormation } from './engine/cloudformation';
import { ResourceAccount } from './resource-account';

/** The whole account: what it holds, and the deploys that change it. */
export class LocalAccount extends ResourceAccount {
  readonly cloudFormation = new CloudFormation(this);
}
