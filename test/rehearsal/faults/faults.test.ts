import { HOLES } from '../../../lib/rehearsal/faults/holes';
import { run } from '../../../lib/rehearsal/faults/runner';
import { SERVERS } from '../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Promise: what was accepted with 250 arrives or is returned, exactly once where SMTP allows. Needs root. */
const ground = tried('one', SERVERS.one);

/** A suite that cannot fail proves nothing: each promise is broken on purpose, and it must say so. */
describe('a planted hole', () => {
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
