import { randomUUID } from 'node:crypto';
import type { ResourceAccount } from '../resource-account';
import { planChanges } from './change-set';
import { Deployment } from './deployment';
import { invalid } from './intrinsics';
import type { ChangeSet, Stack, StackRequest } from './stack';

/** States from which a stack can be updated; out of another one it is deleted, or its roll-back goes on. */
const UPDATABLE =
  /^(?:CREATE_COMPLETE|CREATE_FAILED|UPDATE_COMPLETE|UPDATE_FAILED|UPDATE_ROLLBACK_COMPLETE)$/;

/** Change sets, and the deployments under way. */
export class CloudFormation {
  private readonly running = new Map<Stack, Promise<void>>();

  constructor(private readonly account: ResourceAccount) {}

  createChangeSet(
    stackName: string,
    name: string,
    kind: string,
    makeRequest: (stack: Stack) => StackRequest,
  ): ChangeSet {
    let stack = this.account.stacks.find(stackName);
    if (kind === 'CREATE' && !stack) {
      stack = this.account.stacks.add(stackName);
      this.account.stacks.event(stack, {
        logicalId: stack.name,
        physicalId: stack.id,
        type: 'AWS::CloudFormation::Stack',
        status: 'REVIEW_IN_PROGRESS',
        reason: 'User Initiated',
      });
    }
    if (!stack) throw invalid(`Stack [${stackName}] does not exist`);
    if (kind === 'CREATE' && stack.status !== 'REVIEW_IN_PROGRESS') {
      throw invalid(
        `Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`,
      );
    }
    if (kind !== 'CREATE' && !UPDATABLE.test(stack.status)) {
      throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    }
    const request = makeRequest(stack);
    const changes = planChanges(this.account, stack, request);
    const outputs =
      JSON.stringify(request.template.outputs) !== JSON.stringify(stack.request?.template.outputs);
    const tags = JSON.stringify(request.tags) !== JSON.stringify(stack.request?.tags);
    const empty = stack.request !== undefined && changes.length === 0 && !outputs && !tags;
    const changeSet: ChangeSet = {
      id: `${this.account.arn('cloudformation', `changeSet/${name}`)}/${randomUUID()}`,
      name,
      created: new Date(),
      status: empty ? 'FAILED' : 'CREATE_COMPLETE',
      executionStatus: empty ? 'UNAVAILABLE' : 'AVAILABLE',
      // The CLI tells "nothing to do" by this sentence.
      reason: empty
        ? "The submitted information didn't contain changes. Submit different information to create a change set."
        : undefined,
      request,
      changes,
    };
    stack.changeSets.set(name, changeSet);
    return changeSet;
  }

  execute(
    stack: Stack,
    changeSet: ChangeSet,
    how: Pick<StackRequest, 'disableRollback' | 'retainExceptOnCreate'>,
  ): void {
    if (changeSet.executionStatus !== 'AVAILABLE') {
      throw invalid(
        `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.executionStatus}]`,
      );
    }
    changeSet.executionStatus = 'EXECUTE_COMPLETE';
    stack.changeSets.clear();
    const request = { ...changeSet.request, ...how };
    const deployment = new Deployment(this.account, stack);
    this.run(
      stack,
      stack.status === 'REVIEW_IN_PROGRESS' ? deployment.create(request) : deployment.update(request),
    );
  }

  delete(stack: Stack): void {
    if (stack.terminationProtection) {
      throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
    }
    if (stack.status === 'DELETE_COMPLETE') return;
    this.account.stacks.assertExportsFree(stack, []);
    this.run(stack, new Deployment(this.account, stack).delete());
  }

  /** Resolves when what is done to the stack has come to its end, whichever that is. */
  ended(stack: Stack): Promise<void> {
    return this.running.get(stack) ?? Promise.resolve();
  }

  private run(stack: Stack, deployment: Promise<void>): void {
    const running = deployment.catch((error: unknown) => {
      stack.status = 'UPDATE_ROLLBACK_FAILED';
      this.account.event(
        'cloudformation',
        `${stack.name}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      );
    });
    this.running.set(stack, running);
  }
}
