import { AwsFailure, ScriptFailure } from '../../aws/failure';
import type { Machine } from '../../aws/machine';
import type { Mailbox, RawLetter, WholeLetter } from './letter';

const PROGRAM = 'PYTHONPATH=/usr/local/lib/kitte/kitte.pyz python3 -m kitte.mailbox';

/** Of its content, so that a script may hold it. */
export const LETTER_ID = /^[0-9a-f]{12}$/;

export function readMailbox(machine: Machine, most: number): Promise<Mailbox> {
  return asked(machine, 'reading the mailbox', `list ${String(most)}`);
}

export function readLetter(machine: Machine, id: string): Promise<WholeLetter> {
  return asked(machine, 'reading a letter', `show ${checked(id)}`);
}

export function readRaw(machine: Machine, id: string): Promise<RawLetter> {
  return asked(machine, 'reading a letter', `raw ${checked(id)}`);
}

/** All of them or, where one is not there, none. Answers the ids of those that are gone. */
export async function deleteLetters(machine: Machine, ids: readonly string[]): Promise<readonly string[]> {
  const script = `delete <<'IDS'\n${ids.map(checked).join('\n')}\nIDS`;
  return (await asked<{ deleted: string[] }>(machine, 'deleting letters', script)).deleted;
}

async function asked<T>(machine: Machine, purpose: string, command: string): Promise<T> {
  try {
    return JSON.parse(await machine.run(purpose, `${PROGRAM} ${command}`)) as T;
  } catch (error) {
    if (error instanceof ScriptFailure && error.message.includes('No module named'))
      throw new AwsFailure(
        `The programs on ${machine.instanceId} are older than this command. Deploy, then try again. Nothing is changed.`,
      );
    throw error;
  }
}

/** They come from a person or from the machine, and go into a script. */
function checked(id: string): string {
  if (!LETTER_ID.test(id)) throw new Error(`"${id}" is no letter's id.`);
  return id;
}
