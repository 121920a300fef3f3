import { join } from 'node:path';

import { keepBooks } from '../../../../lib/rehearsal/abuse/books';
import { type Group, LOGINS, rowsOf } from '../../../../lib/rehearsal/abuse/suite';
import { SCANNERS } from '../../../../lib/rehearsal/prerequisites';
import { deployed, type Deployed, PROJECT, ZONE_ID } from '../../deployed';

/**
 * Promise: nobody sends through it who should not. A server that is deployed as a user deploys it, with port 25 open and
 * logins of a domain, of one address and of the envelope domain. Needs root.
 */
export const domain = 'example.com';
const envelopeDomain = `bounce.${domain}`;
const config = {
  domain,
  hostedZone: { id: ZONE_ID },
  envelopeDomain,
  mx: true,
  users: [
    { login: LOGINS.domain, senders: [`@${domain}`] },
    { login: LOGINS.address, senders: [`orders@${domain}`] },
    { login: LOGINS['other domain'], senders: [`@${envelopeDomain}`] },
  ],
};

// The records and the first mails are the rehearsal's own concern.
export const abused = (): Deployed => deployed(config, { judged: false, needs: SCANNERS });

/** One group of what should not work, case by case. */
export function tried(group: Group): void {
  const server = abused();
  let totals = '';
  afterAll(() => void process.stdout.write(totals));

  test(
    group,
    async () => {
      const rows = await rowsOf(group, server.rehearsal);
      totals = keepBooks(join(PROJECT, 'build'), group, rows);
      expect(rows.length).toBeGreaterThan(2);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      expect(rows.filter(({ pass }) => !pass)).toEqual([]);
    },
    420_000,
  );
}
