import type {
  CreateChangeSetCommandInput,
  ExecuteChangeSetCommandInput,
} from '@aws-sdk/client-cloudformation';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import type { AccountOptions, LocalAccountHandle } from '../../lib/local-aws';
import { startAccount } from '../../lib/local-aws';
import { models } from '../fixtures/kept-models';
import { NullFleet } from './null-fleet';
import { until } from './until';

/** An account in which nothing boots. */
export const quietAccount = async (options: Partial<AccountOptions> = {}): Promise<LocalAccountHandle> =>
  startAccount({
    accountId: '111122223333',
    region: 'eu-west-1',
    addressPool: ['192.0.2.10'],
    fleet: new NullFleet(),
    publicParameters: {},
    images: { 'ami-1': 'arm64' },
    resolveA: () => Promise.resolve([]),
    ...(await models()),
    ...options,
  });

type Asked = Partial<Pick<ExecuteChangeSetCommandInput, 'RetainExceptOnCreate' | 'DisableRollback'>> &
  Partial<Pick<CreateChangeSetCommandInput, 'Tags'>>;

/** Stacks of an account by hand: the template in, the status in which it ends out. */
export function stacksOf(account: LocalAccountHandle, StackName = 'S') {
  const client = new CloudFormationClient(account.sdk);
  const status = () => account.stacks().findLast(({ name }) => name === StackName)?.status ?? 'IN_PROGRESS';
  const settled = () =>
    until(`stack ${StackName} to settle`, 30_000, () =>
      status().endsWith('IN_PROGRESS') ? undefined : status(),
    );
  return {
    client,
    async deploy(kind: 'CREATE' | 'UPDATE', body: object, { Tags, ...how }: Asked = {}): Promise<string> {
      const request = { StackName, ChangeSetName: 'c' };
      const TemplateBody = JSON.stringify(body);
      const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
      await client.send(
        new CreateChangeSetCommand({ ...request, ChangeSetType: kind, TemplateBody, Capabilities, Tags }),
      );
      await client.send(new ExecuteChangeSetCommand({ ...request, ...how }));
      return settled();
    },
    async destroy(): Promise<string> {
      await client.send(new DeleteStackCommand({ StackName }));
      return settled();
    },
    outputs: () => account.stacks().findLast(({ name }) => name === StackName)?.outputs ?? {},
  };
}
