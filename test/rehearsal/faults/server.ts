import { join } from 'node:path';

import type { AccountEvent } from '../../../lib/rehearsal/account/fleet';
import { keepBooks } from '../../../lib/rehearsal/faults/books';
import type { Fault } from '../../../lib/rehearsal/faults/fault';
import { Ground } from '../../../lib/rehearsal/faults/ground';
import type { Row } from '../../../lib/rehearsal/faults/row';
import { run } from '../../../lib/rehearsal/faults/runner';
import { FAKE_CLOCK } from '../../../lib/rehearsal/prerequisites';
import { deployed, PROJECT, ZONE_ID } from '../deployed';

const config = {
  domain: 'example.com',
  hostedZone: { id: ZONE_ID },
  envelopeDomain: 'bounce.example.com',
  mx: true,
  // The load is one login, and many days' mail.
  limits: { messagesPerDay: 1_000_000, recipientsPerDay: 1_000_000 },
};

/**
 * One server, to which bounces come home; then one fault after the other, each under load. Answers where further tests
 * find it.
 */
export function tried(name: string, faults: readonly Fault[]): () => Ground {
  const events: AccountEvent[] = [];
  const rows: Row[] = [];
  let totals = '';
  afterAll(() => void process.stdout.write(totals));
  const server = deployed(config, {
    judged: false,
    needs: FAKE_CLOCK,
    onEvent: (event) => void events.push(event),
  });
  let ground: Ground | undefined;
  const there = () => (ground ??= new Ground(server.rehearsal, events));

  test.each(faults)(
    '$id: $name',
    async (fault) => {
      const row = await run(there(), fault);
      rows.push(row);
      // After each fault: a run that was cut off leaves its figures as well.
      totals = keepBooks(join(PROJECT, 'build'), name, rows);
      expect(row.failures).toEqual([]);
    },
    420_000,
  );
  return there;
}
