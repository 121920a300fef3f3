import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CHECKS } from '../../lib/checks/checks';
import { DEMAND_IDS } from '../../lib/checks/demands';
import { runbookOf } from '../../lib/checks/row';

test('every row has its entry in the runbook', () => {
  const runbook = readFileSync(resolve(__dirname, '../../docs/runbook.md'), 'utf8');
  const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
  const wanted = [...CHECKS.map(({ id }) => id), ...DEMAND_IDS].map((id) => runbookOf(id).split('#')[1]);
  expect(wanted.filter((anchor) => !anchors.includes(anchor!))).toEqual([]);
  expect(new Set(wanted).size).toBe(wanted.length);
});
