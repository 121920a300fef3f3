import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { FAULTS, faults } from '../../../lib/rehearsal/faults/suite';

const folder = resolve(__dirname, '../e2e/faults');

test('each fault is planted by exactly one test file', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const named = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/faults\(([^)]*)\)/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/'([\w-]+)'/g)].map(([, id]) => id),
    ),
  );
  expect(named.sort()).toEqual(FAULTS.map(({ id }) => id).sort());
});

test('a fault that is none is named, with those that there are', () => {
  expect(faults('daemons-guard', 'machine-clock').map(({ id }) => id)).toEqual([
    'daemons-guard',
    'machine-clock',
  ]);
  expect(() => faults('daemons-gard')).toThrow(/There is no fault daemons-gard; there are daemons-postfix, /);
});
