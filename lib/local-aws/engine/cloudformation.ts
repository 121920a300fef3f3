import { randomUUID } from 'node:crypto';
import type { LocalAccount } from '../local-account';
import { planChanges } from './change-set';
import { Deployment } from './deployment';
import { invalid } from './intrinsics';
import { Signals } from './signals';
import type { ChangeSet, Stack, StackEvent, StackOutput, StackRequest } from './stack';
import { newStack } from './stack';

/** States from which a stack can be updated; out of another one it is deleted, or its roll-back goes on. */
const UPDATABLE =
  /^(?:CREATE_COMPLETE|CREATE_FAILED|UPDATE_COMPLETE|UPDATE_FAILED|UPDATE_ROLLBACK_COMPLETE)$/;

/** All stacks, what they export, and the deployments under way. */
export class CloudFormation {
  private readonly stacks: Stack[] = [];
  private readonly signals = new Signals();
  private readonly running = new Map<Stack, Promise<void>>();

  constructor(private readonly account: LocalAccount) {}

  /** By name the living stack; by id a deleted one too. */
  find(nameOrId: string): Stack | undefined {
    return this.stacks.find(
      (stack) => stack.id === nameOrId || (stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE'),
    );
  }

  get(nameOrId: string): Stack {
    const stack = this.find(nameOrId);
    if (!stack) throw invalid(`Stack with id ${nameOrId} does not exist`);
    return stack;
  }

  all(): readonly Stack[] {
    return this.stacks;
  }

  createChangeSet(
    stackName: string,
    name: string,
    kind: string,
    makeRequest: (stack: Stack) => StackRequest,
  ): ChangeSet {
    let stack = this.find(stackName);
    if (kind === 'CREATE' && !stack) {
      stack = newStack(stackName, this.account.arn('cloudformation', `stack/${stackName}`));
      this.stacks.push(stack);
      this.event(stack, {
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

  changeSet(stackName: string | undefined, nameOrId: string): { stack: Stack; changeSet: ChangeSet } {
    for (const stack of stackName === undefined ? this.stacks : [this.get(stackName)]) {
      for (const changeSet of stack.changeSets.values()) {
        if (changeSet.name === nameOrId || changeSet.id === nameOrId) return { stack, changeSet };
      }
    }
    throw Object.assign(invalid(`ChangeSet [${nameOrId}] does not exist`), { code: 'ChangeSetNotFound' });
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
    this.assertExportsFree(stack, []);
    this.run(stack, new Deployment(this.account, stack).delete());
  }

  exports(): { name: string; value: string; stack: Stack }[] {
    return this.stacks.flatMap((stack) =>
      stack.outputs.flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ name: exportName, value, stack }],
      ),
    );
  }

  /** An export that another stack imports may neither go nor change. */
  assertExportsFree(stack: Stack, outputs: readonly StackOutput[]): void {
    for (const { exportName, value } of stack.outputs) {
      if (exportName === undefined) continue;
      const next = outputs.find((output) => output.exportName === exportName);
      if (next?.value === value) continue;
      const users = this.stacks.filter(
        (one) => one.status !== 'DELETE_COMPLETE' && one.imports.has(exportName),
      );
      if (users.length === 0) continue;
      const names = users.map((one) => one.name).join(', ');
      throw invalid(
        `Export ${exportName} cannot be ${next ? 'updated' : 'deleted'} as it is in use by ${names}`,
      );
    }
  }

  expectSignals(
    stack: Stack,
    logicalId: string,
    wanted: { count: number; timeoutSeconds: number },
  ): Promise<void> {
    return this.signals.expect(`${stack.name}/${logicalId}`, wanted);
  }

  signal(stack: Stack, logicalId: string, uniqueId: string, status: string): void {
    const known = this.signals.receive(`${stack.name}/${logicalId}`, uniqueId, status);
    this.account.event('cloudformation', `${stack.name} ${logicalId}: signal ${status} from ${uniqueId}`);
    if (known) return;
    throw invalid(`Resource ${logicalId} of stack ${stack.name} is not waiting for a signal.`);
  }

  event(stack: Stack, event: Omit<StackEvent, 'id' | 'at'>): void {
    const { logicalId, physicalId, type, status, reason } = event;
    // Strictly ascending, or the CLI shows them in the wrong order.
    const at = new Date(Math.max(Date.now(), (stack.events.at(-1)?.at.getTime() ?? 0) + 1));
    stack.events.push({ id: randomUUID(), at, logicalId, physicalId, type, status, reason });
    this.account.event(
      'cloudformation',
      [stack.name, logicalId, type, status, reason].filter(Boolean).join(' '),
    );
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
