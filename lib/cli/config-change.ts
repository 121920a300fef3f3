import { diff } from '../rotation/edit/diff';
import type { Proposal } from '../rotation/edit/config-file';
import { Uneditable } from '../rotation/edit/syntax';
import { UsageError } from './failure';
import { say } from './say';
import { asked, canAsk } from './terminal';

const BY_HAND = 3;

interface Change {
  readonly file: string;
  /** Without a question. */
  readonly yes: boolean;
  readonly propose: () => Promise<Proposal>;
  /** The change in words, for a config that cannot be changed with certainty. */
  readonly byHand: readonly string[];
  /** What a person does once it is made. */
  readonly after: string;
}

/** Shows a change of the config, asks, and writes it. Where that is not certain it says what to write, with the exit code 3. */
export async function change({ file, yes, propose, byHand, after }: Change): Promise<void> {
  let proposal: Proposal;
  try {
    proposal = await propose();
  } catch (error) {
    if (!(error instanceof Uneditable)) throw error;
    process.stderr.write(
      [`${file} is not changed by itself: ${error.message}.`, ...byHand, after, ''].join('\n'),
    );
    process.exitCode = BY_HAND;
    return;
  }
  process.stdout.write(`\n${file}\n${diff(proposal.before, proposal.after)}\n`);
  if (!yes && !(await agreed(file))) return say('Nothing was changed.');
  await proposal.write().catch((error: unknown) => {
    throw error instanceof Uneditable
      ? new UsageError(`${file} was not written: ${error.message}. Run it again.`)
      : error;
  });
  say(`Changed ${file}. ${after}`);
}

async function agreed(file: string): Promise<boolean> {
  if (!canAsk())
    throw new UsageError(`There is no terminal to ask in. Give --yes to change ${file} without a question.`);
  // An ES module: loaded when a person is there to answer.
  const { default: confirm } = await import('@inquirer/confirm');
  return asked(confirm({ message: 'Change the config so?', default: false }), 'Nothing was changed.');
}
