import { join } from 'node:path';

import type { Row } from '../../../../../lib/checks/row';
import { keep, listed } from '../../../../../lib/rehearsal/books';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { PROJECT } from '../../../deployed';
import { rowsOf, wrong } from './doctor';
import { FAULTS, PARTS } from './faults';
import { BESIDE, Patient } from './patient';

type Told = Row & { fault: string };

/** The server is broken in one way at a time, and exactly the right row must say so. */
export function planted(part: keyof typeof PARTS): void {
  const patient = part === 'answers' ? Patient.admit(BESIDE) : Patient.admit();
  const faults = PARTS[part];
  const told: Told[] = [];

  test.each(faults.map((fault) => [fault.row, fault.name, fault] as const))(
    '%s: %s',
    async (_row, _name, { name, row, verdict, seen, next, plant, heal, message, also = [] }) => {
      try {
        await plant(patient.hands);
        if (typeof message === 'function') patient.says(message);
        // Resolvers and daemons take a moment; what is found in the end must be this row and what comes with it.
        let last: string[] = [];
        const expected = await until(`the doctor to see it`, 90_000, async () => {
          const { code, stdout } = await patient.whole({ message: message !== 'none' });
          const all = wrong(rowsOf(stdout));
          last = all.map((each) => `${each.id} ${each.verdict}: ${each.seen}`);
          const found = all.filter(({ id }) => !also.includes(id));
          const right =
            found.length > 0 &&
            found.every((each) => each.id === row && each.verdict === verdict) &&
            also.every((id) => all.some((each) => each.id === id));
          return right && seen.test(found[0]!.seen) ? { code, row: found[0]! } : undefined;
        }).catch((error: unknown) => {
          throw new Error(`${String(error)} It saw: ${last.join('; ') || 'nothing wrong'}`);
        });
        expect(expected.code).toBe(verdict === 'fail' ? 1 : 2);
        expect(expected.row.next).toMatch(next);
        told.push({ fault: name, ...expected.row });
      } finally {
        await heal(patient.hands);
      }
    },
    180_000,
  );

  test('what it said of each fault is kept for the page', () => {
    expect(told.map(({ fault }) => fault)).toEqual(faults.map(({ name }) => name));
    const order = listed<Told>(
      FAULTS.map(({ name }) => name),
      ({ fault }) => fault,
    );
    keep(join(PROJECT, 'build'), 'doctor', part, told, order);
  });

  test('healed, it passes again', async () => {
    await until('every row to pass', 60_000, async () =>
      wrong(rowsOf((await patient.whole()).stdout)).length === 0 ? true : undefined,
    );
  }, 120_000);
}
