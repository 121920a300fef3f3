import { CHECKS } from '../../lib/checks/checks';
import { DEMAND_IDS } from '../../lib/checks/demands';
import { runbookOf } from '../../lib/checks/row';
import { runbookAnchors } from '../runbook';

test('every row has its entry in the runbook', () => {
  const anchors = runbookAnchors();
  const wanted = [...CHECKS.map(({ id }) => id), ...DEMAND_IDS].map((id) => runbookOf(id).split('#')[1]);
  expect(wanted.filter((anchor) => !anchors.includes(anchor!))).toEqual([]);
  expect(new Set(wanted).size).toBe(wanted.length);
});
