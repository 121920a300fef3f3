import { randomUUID } from 'node:crypto';

import type { AccountBase } from '../account-base';
import { ApiError } from '../errors';
import type { Instance } from './instance';

/** GetCommandInvocation answers no more than this of what a script printed; the rest is lost. */
const STDOUT_LIMIT = 24_000;
const STDERR_LIMIT = 8_000;

/** What the agent calls to register itself and to be handed commands. */
const AGENT_ACTIONS = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

export interface Invocation {
  readonly commandId: string;
  readonly instanceId: string;
  status: 'InProgress' | 'Success' | 'Failed' | 'TimedOut';
  exitCode: number;
  stdout: string;
  stderr: string;
  /** AWS needs a moment before it knows of a command that it took. */
  asked: boolean;
}

/** Run Command: scripts that a person sends to a machine, and how they ended. */
export class Commands {
  private readonly invocations = new Map<string, Invocation>();

  constructor(private readonly account: AccountBase) {}

  send(instance: Instance, script: string, timeoutSeconds: number): Invocation {
    this.demandAgent(instance);
    const invocation: Invocation = {
      commandId: randomUUID(),
      instanceId: instance.id,
      status: 'InProgress',
      exitCode: -1,
      stdout: '',
      stderr: '',
      asked: false,
    };
    this.invocations.set(`${invocation.commandId} ${instance.id}`, invocation);
    void this.run(invocation, script, timeoutSeconds);
    return invocation;
  }

  get(commandId: string, instanceId: string): Invocation {
    const found = this.invocations.get(`${commandId} ${instanceId}`);
    if (found?.asked) return found;
    if (found) found.asked = true;
    throw new ApiError(
      'InvocationDoesNotExist',
      `The command ${commandId} is not known at ${instanceId}, or not yet.`,
    );
  }

  private async run(invocation: Invocation, script: string, timeoutSeconds: number): Promise<void> {
    try {
      const ended = await this.account.options.fleet.runScript(invocation.instanceId, script, timeoutSeconds);
      invocation.stdout = ended.stdout.slice(0, STDOUT_LIMIT);
      invocation.stderr = ended.stderr.slice(0, STDERR_LIMIT);
      invocation.exitCode = ended.exitCode;
      invocation.status = ended.timedOut ? 'TimedOut' : ended.exitCode === 0 ? 'Success' : 'Failed';
    } catch (error) {
      invocation.stderr = String(error).slice(0, STDERR_LIMIT);
      invocation.status = 'Failed';
    }
  }

  /** An agent that may not call in is not known to Systems Manager, and neither is one on a stopped machine. */
  private demandAgent(instance: Instance): void {
    const role = instance.roleName();
    const missing = AGENT_ACTIONS.filter(
      (action) =>
        role === undefined ||
        this.account.iam.judge(role, { action, resource: '*', context: {} }) !== 'allowed',
    );
    if (instance.state === 'running' && missing.length === 0) return;
    const why =
      missing.length === 0
        ? `it is ${instance.state}`
        : `its role does not allow the agent ${missing.join(', ')}`;
    this.account.event('ec2', `${instance.id} takes no command: ${why}`);
    throw new ApiError('InvalidInstanceId', `Instances [[${instance.id}]] not in a valid state (${why})`);
  }
}
