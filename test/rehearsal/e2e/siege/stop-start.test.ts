import { word } from '../../../../lib/rehearsal/faults/word';
import { endured } from '../../../../lib/rehearsal/siege/outage';
import { besiegedServer, config } from './server';

/** The machine tries itself by a way of its own. */
describe('in mid-siege', () => {
  const { server, ground, keep } = besiegedServer('stop-start');

  test('a deploy that stops and starts the machine converges', async () => {
    const row = await endured(ground(), {
      id: 'siege-deploy',
      name: '30 addresses besiege it; a deploy stops and starts it',
      happens: () => server.mustDeploy({ ...config, certificate: { email: 'ops@example.com' } }),
    });
    keep(row);
    expect(row.failures).toEqual([]);
    expect(word(ground()).state).toBe('converged');
  }, 240_000);
});
