import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone } from '../../../lib/rehearsal/image/alone';

const directory = mkdtempSync(join(tmpdir(), 'kitte-alone-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('one at a time, and who comes second is told', async () => {
  const said: string[] = [];
  let second: Promise<void> | undefined;
  let waits = () => undefined as void;
  const waited = new Promise<void>((resolve) => (waits = resolve));
  await alone(join(directory, 'one'), waits, async () => {
    second = alone(join(directory, 'one'), waits, () => Promise.resolve(void said.push('second')));
    await waited;
    said.push('first');
  });
  await second;
  expect(said).toEqual(['first', 'second']);
});

test('work that fails lets go', async () => {
  const file = join(directory, 'other');
  const failing = alone(
    file,
    () => undefined,
    () => Promise.reject(new Error('no space')),
  );
  await expect(failing).rejects.toThrow('no space');
  await expect(
    alone(
      file,
      () => undefined,
      () => Promise.resolve('done'),
    ),
  ).resolves.toBe('done');
});

test('a place that is not there is an error', async () => {
  const nowhere = alone(
    join(directory, 'none', 'lock'),
    () => undefined,
    () => Promise.resolve(),
  );
  await expect(nowhere).rejects.toThrow(/flock .* ended with/);
});
