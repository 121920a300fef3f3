import type { LocalAccount } from './local-account';

/** Names of what `cdk bootstrap` makes: it outlives every destroy, as on AWS. */
const BOOTSTRAP = /^(CDKToolkit|cdk-|\/cdk-bootstrap\/|alias\/cdk-)/;

/** One line for each thing that still exists, bootstrap aside. */
export function remainsOf(account: LocalAccount): string[] {
  const bootstrap = account.stacks.find('CDKToolkit');
  const ofBootstrap = new Set([...(bootstrap?.resources.values() ?? [])].map(({ physicalId }) => physicalId));
  const lines: [kind: string, id: string][] = [
    ...account.stacks
      .all()
      .filter(({ status }) => status !== 'DELETE_COMPLETE')
      .map(({ name }): [string, string] => ['stack', name]),
    ...account.ec2.instances.all().map(({ id }): [string, string] => ['instance', id]),
    ...account.ec2.addresses.all().map(({ publicIp }): [string, string] => ['address', publicIp]),
    ...account.ec2.volumes.all().map(({ id }): [string, string] => ['volume', id]),
    // A default group lives and dies with its VPC.
    ...account.ec2.groups
      .all()
      .filter(({ name, vpcId }) => name !== 'default' || account.ledger.get(vpcId) !== undefined)
      .map(({ id }): [string, string] => ['security group', id]),
    ...account.zones.all().map(({ name }): [string, string] => ['hosted zone', name]),
    ...account.parameters.names().map((name): [string, string] => ['parameter', name]),
    ...account.secrets
      .all()
      .map(({ name, deleted }): [string, string] => [
        deleted ? 'secret waiting for deletion' : 'secret',
        name,
      ]),
    ...account.functions.names().map((name): [string, string] => ['function', name]),
    ...account.stateMachines.arns().map((arn): [string, string] => ['state machine', arn]),
    ...[...account.iam.roles.keys()].map((name): [string, string] => ['role', name]),
    ...[...account.iam.managed.keys()].map((arn): [string, string] => ['policy', arn]),
    ...[...account.iam.instanceProfiles.keys()].map((name): [string, string] => ['instance profile', name]),
    ...account.buckets.names().map((name): [string, string] => ['bucket', name]),
    ...account.ledger.all().map(([id, { type }]): [string, string] => [type, id]),
  ];
  return lines
    .filter(([, id]) => !BOOTSTRAP.test(id) && !ofBootstrap.has(id))
    .map(([kind, id]) => `${kind} ${id}`);
}
