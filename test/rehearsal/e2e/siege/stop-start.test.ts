import { Besiegers } from '../../../../lib/rehearsal/siege/besiegers';
import { forgotten } from '../../../../lib/rehearsal/siege/siege';
import { word } from '../../../../lib/rehearsal/faults/word';
import { besiegedServer, config } from './server';

/** The machine tries itself by a way of its own. */
describe('in mid-siege', () => {
  const { server, ground } = besiegedServer('stop-start');

  test('a deploy that stops and starts the machine converges', async () => {
    await forgotten(ground());
    const before = (await ground().exec('stat', '-c', '%Y', '/proc/1')).trim();
    const besiegers = Besiegers.start(ground().world, ground().sender, 30);
    try {
      await besiegers.settled();
      await server.mustDeploy({ ...config, certificate: { email: 'ops@example.com' } });
      expect((await ground().exec('stat', '-c', '%Y', '/proc/1')).trim()).not.toBe(before);
      expect(word(ground()).state).toBe('converged');
      expect(besiegers.most).toBeGreaterThan(20);
    } finally {
      await besiegers.stop();
    }
  }, 240_000);
});
