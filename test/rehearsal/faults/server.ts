import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { cacheDirectory } from '../../../lib/cli/cache-directory';
import { loadConfig } from '../../../lib/config/load';
import type { AccountEvent } from '../../../lib/rehearsal/account/fleet';
import { keepBooks } from '../../../lib/rehearsal/faults/books';
import type { Fault } from '../../../lib/rehearsal/faults/fault';
import { Ground } from '../../../lib/rehearsal/faults/ground';
import type { Row } from '../../../lib/rehearsal/faults/row';
import { run } from '../../../lib/rehearsal/faults/runner';
import { demandPrerequisites, FAKE_CLOCK, thisHost } from '../../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../../lib/rehearsal/rehearse';

const project = resolve(__dirname, '../../..');
const config = {
  domain: 'example.com',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ' },
  envelopeDomain: 'bounce.example.com',
  mx: true,
  // The load is one login, and many days' mail.
  limits: { messagesPerDay: 1_000_000, recipientsPerDay: 1_000_000 },
};

/**
 * One server, deployed as a user deploys it, to which bounces come home; then one fault after the other, each under
 * load. Answers where further tests find it.
 */
export function tried(server: string, faults: readonly Fault[]): () => Ground {
  const directory = mkdtempSync(join(tmpdir(), 'kitte-faults-'));
  let rehearsal: Rehearsal | undefined;
  let ground: Ground | undefined;
  const events: AccountEvent[] = [];
  const rows: Row[] = [];
  let totals = '';
  const there = () => {
    if (ground === undefined) throw new Error('The server was not deployed.');
    return ground;
  };

  beforeAll(async () => {
    demandPrerequisites(thisHost(process.env), FAKE_CLOCK);
    const file = join(directory, 'kitte.config.ts');
    writeFileSync(file, `export default ${JSON.stringify(config, null, 2)};\n`);
    const [environment] = await loadConfig(file);
    rehearsal = new Rehearsal({
      projectDirectory: project,
      cacheDirectory: cacheDirectory(process.env),
      environment: environment!,
      context: [`config=${file}`],
      onEvent: (event) => void events.push(event),
    });
    for (const task of rehearsal.tasks().slice(0, 3)) await task.run(() => undefined);
    await rehearsal.stand.world.receiverReady();
    ground = new Ground(rehearsal, events);
  }, 900_000);

  afterAll(async () => {
    process.stdout.write(totals);
    if (rehearsal?.begun) await rehearsal.stand.tearDown();
    rmSync(directory, { recursive: true, force: true });
  }, 120_000);

  test.each(faults)(
    '$id: $name',
    async (fault) => {
      const row = await run(there(), fault);
      rows.push(row);
      // After each fault: a run that was cut off leaves its figures as well.
      totals = keepBooks(join(project, 'build'), server, rows);
      expect(row.failures).toEqual([]);
    },
    420_000,
  );
  return there;
}
