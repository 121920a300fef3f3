import type { LocalAccountHandle } from '../../../local-aws';
import type { Sender } from '../../judge/delivery';
import type { World } from '../../world';
import type { Row } from '../row';
import { broken, day, lifted, noticed } from './day';
import { recipients, sizes } from './message';
import { SMALL, Trial } from './trial';

/** What a login may send, and that its password's thief is noticed. Leaves the limits as they were. */
export async function limitRows(
  world: World,
  sender: Sender,
  instance: string,
  account: Pick<LocalAccountHandle, 'sdk'>,
): Promise<readonly Row[]> {
  const trial = new Trial(world, sender, instance, account);
  const uptime = await trial.booted();
  await trial.put(SMALL);
  try {
    return [
      ...(await sizes(trial)),
      ...(await recipients(trial)),
      ...(await day(trial)),
      ...(await noticed(trial)),
      ...(await broken(trial)),
      await lifted(trial, uptime),
    ];
  } finally {
    await trial.put(sender.environment.limits);
    await trial.forget();
  }
}
