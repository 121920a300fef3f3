import { setTimeout as pause } from 'node:timers/promises';

import { FAR_END } from '../../config/far-end';
import { valueOf } from '../../contract/reading';
import { reportAt } from '../../deployed/report';
import type { Sender } from '../../deployed/sender';

const TRY = 'npm run kitte -- port25';
const REQUEST = `${TRY} prints the request to AWS; the output Port25Request is the form`;

export interface Patience {
  /** The machine's first try may still be under way. */
  readonly patienceMs: number;
  readonly pauseMs: number;
}

/** One line for the outputs: what the machine says of its port 25, which Lambda cannot try. It is no verdict. */
export async function port25Output(
  ssm: Sender,
  statusParameter: string,
  { patienceMs, pauseMs }: Patience,
): Promise<string> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const state = await said(ssm, statusParameter);
    if (state !== '' || Date.now() >= deadline) return inWords(state);
    await pause(pauseMs);
  }
}

/** A report that cannot be read says nothing; a deploy does not fail of it. */
async function said(ssm: Sender, statusParameter: string): Promise<string> {
  const report = await reportAt(ssm, statusParameter).then(valueOf, () => undefined);
  return report?.port25 ?? '';
}

function inWords(state: string): string {
  switch (state) {
    case 'open':
      return `open: the machine reached port 25 of ${FAR_END}`;
    case 'closed':
      return `closed when this was deployed: mail waits in the queue until AWS lifts the limit. Next: ${REQUEST}`;
    case 'refused':
      return `not known: ${FAR_END} refuses the machine, so that it is not EC2's limit. Next: ${TRY} --far-end HOST tries another`;
    case 'unresolved':
      return `not known: the machine finds no address of ${FAR_END}. Next: ${TRY} tries again`;
    default:
      return `not known: the machine has not said yet. Next: ${TRY} tries it`;
  }
}
