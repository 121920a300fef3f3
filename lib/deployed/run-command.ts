import { GetCommandInvocationCommand, SendCommandCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { setTimeout as pause } from 'node:timers/promises';

import { AwsFailure, needed } from './failure';

/** How a script ended on the machine. */
export interface Ran {
  readonly exitCode: number;
  /** At most 24,000 characters: GetCommandInvocation answers no more. */
  readonly stdout: string;
  /** At most 8,000 characters. */
  readonly stderr: string;
}

export interface RunCommandOptions {
  /** Seconds that the script may take on the machine. */
  readonly timeoutSeconds: number;
  /** Shown in the account's history of commands. */
  readonly comment: string;
}

/** Seconds for the agent to take a command: its smallest value. */
const DELIVERY_SECONDS = 30;
const ASK_EVERY_MS = 500;

const UNDELIVERED =
  'Look whether its agent runs (aws ssm describe-instance-information); docs/runbook.md#where-to-look-first says more.';

/**
 * Runs a shell script on the machine as root, through Systems Manager's Run Command: no open port, no SSH.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html
 */
export async function runCommand(
  ssm: SSMClient,
  instanceId: string,
  script: string,
  { timeoutSeconds, comment }: RunCommandOptions,
): Promise<Ran> {
  const id = await needed('ssm:SendCommand', async () => {
    const { Command } = await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [instanceId],
        Comment: comment.slice(0, 100),
        TimeoutSeconds: DELIVERY_SECONDS,
        Parameters: { commands: script.split('\n'), executionTimeout: [String(timeoutSeconds)] },
      }),
    );
    return Command?.CommandId ?? '';
  }).catch((error: unknown) => {
    if (error instanceof AwsFailure && error.message.includes('InvalidInstanceId'))
      throw new AwsFailure(
        `Systems Manager does not know ${instanceId} as a machine that runs. ${UNDELIVERED}`,
      );
    throw error;
  });
  const end = Date.now() + (DELIVERY_SECONDS + timeoutSeconds + 15) * 1000;
  while (Date.now() < end) {
    const ran = await outcome(ssm, id, instanceId);
    if (ran !== undefined) return ran;
    await pause(ASK_EVERY_MS);
  }
  throw new AwsFailure(`${instanceId} did not say how the command ${id} ended. ${UNDELIVERED}`);
}

async function outcome(ssm: SSMClient, id: string, instanceId: string): Promise<Ran | undefined> {
  const said = await needed('ssm:GetCommandInvocation', async () => {
    try {
      return await ssm.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: instanceId }));
    } catch (error) {
      // Right after it was sent, the command is not known everywhere yet.
      if (error instanceof Error && error.name === 'InvocationDoesNotExist') return undefined;
      throw error;
    }
  });
  const { Status, StatusDetails = '', ResponseCode = -1 } = said ?? {};
  switch (Status) {
    case undefined:
    case 'Pending':
    case 'InProgress':
    case 'Delayed':
    case 'Cancelling':
      return undefined;
    case 'Success':
    case 'Failed':
      // -1: it did not run at all, such as `Undeliverable`.
      if (ResponseCode >= 0)
        return {
          exitCode: ResponseCode,
          stdout: said?.StandardOutputContent ?? '',
          stderr: said?.StandardErrorContent ?? '',
        };
      throw new AwsFailure(`The command did not run on ${instanceId}: ${StatusDetails}. ${UNDELIVERED}`);
    default:
      throw new AwsFailure(
        `The command on ${instanceId} was not ended: ${StatusDetails || Status}. ${UNDELIVERED}`,
      );
  }
}
