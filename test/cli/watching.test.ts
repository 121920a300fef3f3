import { watching } from '../../lib/cli/watching';

const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');

test.each(['SIGINT', 'SIGTERM'] as const)(
  'looks again and again until %s, and leaves nothing behind',
  async (signal) => {
    const before = listeners();
    let looks = 0;
    await watching(() => {
      looks += 1;
      if (looks === 3) process.emit(signal);
      return Promise.resolve();
    }, 1);
    expect(looks).toBe(3);
    expect(listeners()).toBe(before);
  },
);

test('a pause is cut short', async () => {
  const done = watching(() => {
    setImmediate(() => process.emit('SIGINT'));
    return Promise.resolve();
  }, 3_600_000);
  await expect(done).resolves.toBeUndefined();
});

test('a look that fails ends it with its failure', async () => {
  const before = listeners();
  await expect(watching(() => Promise.reject(new Error('no config')), 1)).rejects.toThrow('no config');
  expect(listeners()).toBe(before);
});
