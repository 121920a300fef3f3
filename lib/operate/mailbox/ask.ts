import { ask } from '../../deployed/ask';
import type { Machine } from '../../deployed/machine';
import type { Answer } from '../../contract/commands';

export type Mailbox = Answer<'mailbox-list'>;
export type Letter = Mailbox['letters'][number];
export type WholeLetter = Answer<'mailbox-show'>;

/** Of its content, so that a script may hold it. */
export const LETTER_ID = /^[0-9a-f]{12}$/;

const READING = 'reading a letter';

export function readMailbox(machine: Machine, most: number): Promise<Mailbox> {
  return ask(machine, 'mailbox-list', { purpose: 'reading the mailbox', words: [String(most)] });
}

export function readLetter(machine: Machine, id: string): Promise<WholeLetter> {
  return ask(machine, 'mailbox-show', { purpose: READING, words: [checked(id)] });
}

export function readRaw(machine: Machine, id: string): Promise<Answer<'mailbox-raw'>> {
  return ask(machine, 'mailbox-raw', { purpose: READING, words: [checked(id)] });
}

/** All of them or, where one is not there, none. Answers the ids of those that are gone. */
export async function deleteLetters(machine: Machine, ids: readonly string[]): Promise<readonly string[]> {
  const asked = { purpose: 'deleting letters', lines: ids.map(checked) };
  return (await ask(machine, 'mailbox-delete', asked)).deleted;
}

/** They come from a person or from the machine, and go into a script. */
function checked(id: string): string {
  if (!LETTER_ID.test(id)) throw new Error(`"${id}" is no letter's id.`);
  return id;
}
