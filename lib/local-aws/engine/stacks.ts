import { randomUUID } from 'node:crypto';
import type { AccountBase } from '../account-base';
import { invalid } from './intrinsics';
import { Signals } from './signals';
import type { ChangeSet, Stack, StackEvent, StackOutput } from './stack';
import { newStack } from './stack';

/** All stacks, what they export, and what happens to them. */
export class Stacks {
  private readonly stacks: Stack[] = [];
  private readonly signals = new Signals();

  constructor(private readonly account: AccountBase) {}

  add(name: string): Stack {
    const stack = newStack(name, this.account.arn('cloudformation', `stack/${name}`));
    this.stacks.push(stack);
    return stack;
  }

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

  changeSet(stackName: string | undefined, nameOrId: string): { stack: Stack; changeSet: ChangeSet } {
    for (const stack of stackName === undefined ? this.stacks : [this.get(stackName)]) {
      for (const changeSet of stack.changeSets.values()) {
        if (changeSet.name === nameOrId || changeSet.id === nameOrId) return { stack, changeSet };
      }
    }
    throw Object.assign(invalid(`ChangeSet [${nameOrId}] does not exist`), { code: 'ChangeSetNotFound' });
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
}
