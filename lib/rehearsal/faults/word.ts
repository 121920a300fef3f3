import { answerOf, commandLine } from '../../contract/commands';
import type { Spoken } from '../../contract/report';
import { reportOf } from '../report-of';
import { until } from '../world/shell';
import type { Ground } from './ground';

/** What the owner of the account reads. */
export type Word = Pick<Spoken, 'state' | 'reason' | 'warning'>;

export const word = ({ rehearsal, sender }: Ground): Word => reportOf(rehearsal.stand, sender.environment);

export const spoken = ({ state, reason, warning }: Word) =>
  [state, reason, warning].filter((part) => part !== '').join(', ');

/** What the machine reports once it reports this; a sync comes each half minute. */
export async function reported(
  ground: Ground,
  what: string,
  is: (word: Word) => boolean,
  deadlineMs = 75_000,
): Promise<string> {
  try {
    return await until(`the report to say ${what}`, deadlineMs, () =>
      is(word(ground)) ? spoken(word(ground)) : undefined,
    );
  } catch (error) {
    throw new Error(`${String(error)} It says: ${spoken(word(ground))}`, { cause: error });
  }
}

/** By itself: the sync is the machine's own, only sooner than within its half minute. */
export async function well(ground: Ground, deadlineMs?: number): Promise<void> {
  await syncNow(ground);
  await reported(
    ground,
    'that all is well',
    ({ state, reason, warning }) => state === 'converged' && `${reason}${warning}` === '',
    deadlineMs,
  );
}

/** Every five minutes keys and passwords are read, and the report is set right: now, whether it succeeds or not. */
export const lookAgain = (ground: Ground) => ground.sh(`${commandLine('refresh')} || true`);

/** What the machine says to whoever asks on it. */
export const status = async (ground: Ground) => answerOf('status', await ground.sh(commandLine('status')));

/** The sync that would come within half a minute comes now; whether it succeeds is not what is asked. */
export const syncNow = (ground: Ground) => ground.sh('systemctl start kitte-sync || true');

/** Letters to the postmaster with this subject: they lie in the mailbox of roles. */
export async function letters(ground: Ground, subject: string): Promise<number> {
  return (await ground.mailbox()).filter((letter) => letter.includes(`\nSubject: ${subject}\n`)).length;
}
