import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { AccountBase } from '../account-base';
import { ApiError, refuseUnknown, unsupported } from '../errors';
import type { Value, Values } from '../values';
import { asObject, asText, isTrue, objects, texts } from '../values';
import type { Functions } from './functions';

/** Step Functions, as far as tasks on Lambda with Retry and Catch go: what CDK's provider framework waits with. */
export class StateMachines {
  private readonly machines = new Map<string, { definition: Values; role: string }>();
  private readonly closing = new AbortController();

  constructor(
    private readonly account: AccountBase,
    private readonly functions: Functions,
  ) {}

  put(name: string, definition: string, role: string): string {
    const parsed = JSON.parse(definition) as Values;
    refuseUnknown(
      parsed,
      ['StartAt', 'States', 'Comment', 'TimeoutSeconds'],
      `a field of state machine ${name}`,
    );
    for (const [state, body] of Object.entries(asObject(parsed['States']))) {
      refuseUnknown(
        asObject(body),
        ['Type', 'Resource', 'Retry', 'Catch', 'Next', 'End', 'Comment'],
        `a field of state ${state}`,
      );
      if (asObject(body)['Type'] !== 'Task')
        throw unsupported(`the state type ${asText(asObject(body)['Type'])}`);
    }
    const arn = this.account.arn('states', `stateMachine:${name}`);
    if (!this.machines.has(arn)) this.account.iam.settle(role);
    this.machines.set(arn, { definition: parsed, role });
    return arn;
  }

  delete(arn: string): void {
    this.machines.delete(arn);
  }

  arns(): string[] {
    return [...this.machines.keys()];
  }

  start(arn: string, input: string): string {
    const machine = this.machines.get(arn);
    if (!machine) throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    void this.run(machine.definition, machine.role, JSON.parse(input) as Value).catch((error: unknown) => {
      if (!this.closing.signal.aborted) this.account.event('lambda', `${arn} failed: ${String(error)}`);
    });
    return `${arn.replace(':stateMachine:', ':execution:')}:${randomUUID()}`;
  }

  close(): void {
    this.closing.abort();
  }

  private async run(definition: Values, role: string, input: Value): Promise<void> {
    const states = asObject(definition['States']);
    let name = asText(definition['StartAt']);
    let data = input;
    for (;;) {
      const state = asObject(states[name]);
      const result = await this.task(state, role, data);
      if (result.failure) {
        const { failure } = result;
        const caught = objects(state['Catch']).find((rule) => matches(rule, failure.Error));
        if (!caught) throw new Error(`${name}: ${failure.Cause}`);
        data = { ...failure };
        name = asText(caught['Next']);
        continue;
      }
      if (isTrue(state['End'])) return;
      data = result.output;
      name = asText(state['Next']);
    }
  }

  private async task(state: Values, roleArn: string, input: Value): Promise<Outcome> {
    const attempts = new Map<Values, number>();
    for (;;) {
      const outcome = await this.once(asText(state['Resource']), roleArn, input);
      if (!outcome.failure) return outcome;
      const { failure } = outcome;
      const rule = objects(state['Retry']).find((one) => matches(one, failure.Error));
      const done = rule ? (attempts.get(rule) ?? 0) : 0;
      if (!rule || done >= Number(rule['MaxAttempts'] ?? 3)) return { failure };
      attempts.set(rule, done + 1);
      const seconds = Number(rule['IntervalSeconds'] ?? 1) * Number(rule['BackoffRate'] ?? 2) ** done;
      await pause(Math.min(seconds, Number(rule['MaxDelaySeconds'] ?? Infinity)) * 1000, undefined, {
        signal: this.closing.signal,
      });
    }
  }

  private async once(arn: string, roleArn: string, input: Value): Promise<Outcome> {
    const role = this.account.iam.role(roleArn);
    const credentials = this.account.identities.roleSession(role.name, role.id, 'states');
    const principal = this.account.identities.principalOf(credentials.accessKeyId);
    this.account.authorize(principal, 'lambda:InvokeFunction', arn, {});
    const result = await this.functions.invoke(arn, input);
    if (!result.error) return { output: JSON.parse(result.payload) as Value };
    const { errorType } = JSON.parse(result.payload) as { errorType: string };
    return { failure: { Error: errorType, Cause: result.payload } };
  }
}

interface TaskFailure {
  readonly Error: string;
  readonly Cause: string;
}

/** What a task came to: the output, or how it failed. */
type Outcome = { readonly output: Value; readonly failure?: undefined } | { readonly failure: TaskFailure };

function matches(rule: Values, error: string): boolean {
  return texts(rule['ErrorEquals']).some(
    (name) => name === error || name === 'States.ALL' || name === 'States.TaskFailed',
  );
}
