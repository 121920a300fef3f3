import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keepLives, livesTable } from '../../../lib/rehearsal/life/book';
import type { Row } from '../../../lib/rehearsal/life/row';
import { bodyOf } from '../../markdown';

const row = (life: string, step: string, failures: string[] = []): Row => ({
  ...{ life, step, seen: 'serves', seconds: 4.26, failures },
});

test('a life is named once, and a step that failed says how', () => {
  const rows = [row('a', 'deploy'), row('a', 'again', ['an address remains']), row('b', 'deploy')];
  expect(bodyOf(livesTable(rows))).toEqual([
    ['a', 'deploy', 'serves', '4.3 s', 'ok'],
    ['', 'again', 'an address remains', '4.3 s', 'failed'],
    ['b', 'deploy', 'serves', '4.3 s', 'ok'],
  ]);
});

test('the files of a suite write one book', () => {
  const build = mkdtempSync(join(tmpdir(), 'kitte-lives-'));
  try {
    keepLives(build, 'one', [row('a', 'deploy')]);
    expect(keepLives(build, 'two', [row('b', 'deploy')])).toMatch(/^b \| deploy \| serves \| 4\.3 s \| ok\n/);
    expect(JSON.parse(readFileSync(join(build, 'life.json'), 'utf8'))).toEqual([
      row('a', 'deploy'),
      row('b', 'deploy'),
    ]);
    expect(readFileSync(join(build, 'life.md'), 'utf8')).toMatch(/\| a +\| deploy[\s\S]+\| b +\| deploy/);
  } finally {
    rmSync(build, { recursive: true });
  }
});
