import { HOLES } from '../../../../lib/rehearsal/faults/holes';
import { run } from '../../../../lib/rehearsal/faults/runner';
import { ground as onServer } from './server';

/** A suite that cannot fail proves nothing: each promise is broken on purpose, and it must say so. */
describe('a planted hole', () => {
  const ground = onServer();
  const patience = 15_000;

  test('a lost message is found', async () => {
    const { failures, lost } = await run(ground(), HOLES.lost, patience);
    expect(lost).toHaveLength(1);
    expect(failures).toEqual([`1 lost: ${String(lost[0])}`]);
  }, 240_000);

  test('unsigned mail is found', async () => {
    const { failures } = await run(ground(), HOLES.unsigned, patience);
    expect(failures).toEqual([expect.stringMatching(/arrived without a pass: .*dkim=none/)]);
  }, 240_000);

  test('a client told to give up is found', async () => {
    const { failures } = await run(ground(), HOLES.turnedAway, patience);
    expect(failures).toEqual(expect.arrayContaining([expect.stringMatching(/refused for good/)]));
  }, 240_000);
});
