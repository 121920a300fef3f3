import { join } from 'node:path';

import { Ground } from '../../../../lib/rehearsal/faults/ground';
import { keepBooks } from '../../../../lib/rehearsal/siege/books';
import type { Row } from '../../../../lib/rehearsal/siege/row';
import { deployed, type Deployed, PROJECT, ZONE_ID } from '../../deployed';

/** A server with as many places as t4g.nano has, and port 25 open. */
export const config = {
  domain: 'example.com',
  hostedZone: { id: ZONE_ID },
  mx: true,
  users: [{ login: 'app' }, { login: 'other' }],
  limits: { messagesPerDay: 1_000_000, recipientsPerDay: 1_000_000 },
  connections: { most: 96 },
};

export interface Besieged {
  readonly server: Deployed;
  readonly ground: () => Ground;
  /** Keeps a row in the book. */
  readonly keep: (row: Row) => void;
}

/** Promise: a stranger closes no door, and a hanging part stops no mail. Needs root. */
export function besiegedServer(part: string): Besieged {
  const server = deployed(config, { judged: false });
  const rows: Row[] = [];
  let made: Ground | undefined;
  let told = '';
  afterAll(() => void process.stdout.write(told));
  return {
    server,
    ground: () => (made ??= new Ground(server.rehearsal, server.events)),
    keep(row) {
      rows.push(row);
      told = keepBooks(join(PROJECT, 'build'), part, rows);
    },
  };
}
