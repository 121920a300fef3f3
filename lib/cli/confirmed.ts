import confirm from '@inquirer/confirm';

import { UsageError } from './failure';
import { asked, canAsk } from './terminal';

const LEFT = 'Stopped. Nothing is changed.';

/** Goes on only when the person agreed, at the terminal or by --yes. `otherwise` is a flag that changes nothing. */
export async function confirmed(message: string, yes: boolean, otherwise?: string): Promise<void> {
  if (yes) return;
  if (!canAsk())
    throw new UsageError(
      `${message} There is no terminal to ask in: give --yes to agree${otherwise === undefined ? '' : `, or ${otherwise} to only look`}. Nothing is changed.`,
    );
  if (!(await asked(confirm({ message, default: false }), LEFT))) throw new UsageError(LEFT);
}
