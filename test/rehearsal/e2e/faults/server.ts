import { join } from 'node:path';

import { keepBooks } from '../../../../lib/rehearsal/faults/books';
import type { Fault } from '../../../../lib/rehearsal/faults/fault';
import { Ground } from '../../../../lib/rehearsal/faults/ground';
import type { Row } from '../../../../lib/rehearsal/faults/row';
import { run } from '../../../../lib/rehearsal/faults/runner';
import { FAKE_CLOCK } from '../../../../lib/rehearsal/prerequisites';
import { deployed, PROJECT, ZONE_ID } from '../../deployed';

const config = {
  domain: 'example.com',
  hostedZone: { id: ZONE_ID },
  envelopeDomain: 'bounce.example.com',
  mx: true,
  // The least there is: a fault that takes every inode has a million of them to take in the default's.
  machine: { queueVolumeSizeGiB: 1 },
  // The load is one login, and many days' mail.
  limits: { messagesPerDay: 1_000_000, recipientsPerDay: 1_000_000 },
};

/** A server to which bounces come home. */
export function ground(): () => Ground {
  const server = deployed(config, { judged: false, needs: FAKE_CLOCK });
  let made: Ground | undefined;
  return () => (made ??= new Ground(server.rehearsal, server.events));
}

/** One fault after the other, each under load. Promise: what was accepted with 250 arrives or is returned. Needs root. */
export function tried(part: string, faults: readonly Fault[]): void {
  const there = ground();
  const rows: Row[] = [];
  let totals = '';
  afterAll(() => void process.stdout.write(totals));

  test.each(faults)(
    '$id: $name',
    async (fault) => {
      const row = await run(there(), fault);
      rows.push(row);
      // After each fault: a run that was cut off leaves its figures as well.
      totals = keepBooks(join(PROJECT, 'build'), part, rows);
      expect(row.failures).toEqual([]);
    },
    420_000,
  );
}
