import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Quiet } from '../../../tools/suites/quiet';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kitte-quiet-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const never = new Promise<void>(() => undefined);

test('who asks waits until it is granted; only a lane that measures time asks', async () => {
  const scheduler = new Quiet(join(folder, 'lane'));
  const lane = Quiet.of({ ...scheduler.env });
  expect(Quiet.of({})).toBeUndefined();
  let alone = false;
  const waiting = lane?.wait().then(() => (alone = true));
  await scheduler.asked(never);
  expect(alone).toBe(false);
  scheduler.grant();
  await waiting;
  expect(alone).toBe(true);
});

test('a lane that is over is waited for no more', async () => {
  await expect(new Quiet(join(folder, 'lane')).asked(Promise.resolve())).resolves.toBeUndefined();
});
