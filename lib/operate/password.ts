import { setTimeout as pause } from 'node:timers/promises';

import { ask } from '../deployed/ask';
import type { Clients } from '../deployed/clients';
import { AwsFailure, demanded } from '../deployed/failure';
import type { Machine } from '../deployed/machine';
import { reportOf } from '../deployed/report';
import type { Names } from '../config/names';

const ASK_EVERY_MS = 2000;

/** The machine looks at the secret every five minutes by itself. */
const PURPOSE = { purpose: 'taking in the new password', timeoutSeconds: 120 };

/** Asks the machine to take a new password in at once; undefined if it was asked, else why not. */
export async function hurry(machine: Machine): Promise<string | undefined> {
  try {
    await ask(machine, 'refresh', PURPOSE);
    return undefined;
  } catch (error) {
    if (error instanceof AwsFailure) return error.message;
    throw error;
  }
}

/** Waits until the machine reports this version of the users' secret. */
export async function inForce(
  clients: Pick<Clients, 'ssm'>,
  names: Names,
  version: string,
  deadlineMs: number,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const { usersVersion, state, reason, instance } = demanded(await reportOf(clients.ssm, names.status));
    if (usersVersion === version) return;
    if (Date.now() > end)
      throw new AwsFailure(
        `${instance} has not taken in version ${version} of ${names.usersSecret} within ${String(deadlineMs / 1000)} s; it says ${[state, reason].filter(Boolean).join(', ')}. ` +
          'The old password goes on until it has. docs/runbook.md#a-changed-user-or-key-does-not-arrive',
      );
    await pause(ASK_EVERY_MS);
  }
}
