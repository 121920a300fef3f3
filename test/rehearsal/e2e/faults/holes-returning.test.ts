import { HOLES } from '../../../../lib/rehearsal/faults/holes';
import { run } from '../../../../lib/rehearsal/faults/runner';
import { ground as onServer } from './server';

/** A suite that cannot fail proves nothing: each promise is broken on purpose, and it must say so. */
describe('a planted hole', () => {
  const ground = onServer();
  const patience = 15_000;

  test('a message that does not come home is found', async () => {
    const { failures, lost } = await run(ground(), HOLES.goneReturn, patience);
    expect(lost.length).toBeGreaterThan(0);
    expect(failures).toEqual([expect.stringMatching(/^\d+ lost: /), 'nothing came home']);
  }, 240_000);

  test('a message that comes home unsigned is found', async () => {
    const { failures } = await run(ground(), HOLES.unsignedReturn, patience);
    expect(failures).toEqual([expect.stringMatching(/^\d+ came home without a valid signature: /)]);
  }, 240_000);

  test('a delivery past a TLSA record is found', async () => {
    const { failures } = await run(ground(), HOLES.pastDane, patience);
    expect(failures).toEqual([expect.stringMatching(/\d+ messages arrived past the TLSA record/)]);
  }, 240_000);
});
