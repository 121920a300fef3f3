import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { doctorPage, type Told } from '../../tools/doctor-page';
import { FAULTS } from '../rehearsal/e2e/rehearsal/doctor/faults';

const told: Told = {
  fault: 'a bar | in it',
  id: 'spf',
  subject: 'SPF',
  verdict: 'fail',
  seen: 'one\ntwo <b>',
  expected: 'pass',
  why: 'so',
  next: 'Mend it.',
  runbook: 'docs/runbook.md#check-spf',
};

test('a fault is a line, whatever was seen', () => {
  expect(doctorPage([told], '2026-11-25')).toContain(
    '\n| a bar \\| in it | [spf](runbook.md#check-spf) | fail | one two \\<b\\> | Mend it. |\n',
  );
});

test('the page in docs has each fault of the suite, and no other', () => {
  const page = readFileSync(resolve(__dirname, '../../docs/doctor.md'), 'utf8');
  const lines = [...page.matchAll(/^\| (.+?) +\| \[(.+?)\]\(runbook\.md#check-\2\) +\| (\w+) /gm)];
  expect(lines.map(([, fault, row, verdict]) => [fault, row, verdict])).toEqual(
    FAULTS.map(({ name, row, verdict }) => [name, row, verdict]),
  );
});
