import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { cacheDirectory } from '../../../lib/cli/cache-directory';
import { loadConfig } from '../../../lib/config/load';
import { Ground } from '../../../lib/rehearsal/faults/ground';
import { HOLES } from '../../../lib/rehearsal/faults/holes';
import type { Row } from '../../../lib/rehearsal/faults/row';
import { run } from '../../../lib/rehearsal/faults/runner';
import { FAULTS } from '../../../lib/rehearsal/faults/suite';
import { renderMarkdown, renderTotals } from '../../../lib/rehearsal/faults/table';
import { demandPrerequisites, thisHost } from '../../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../../lib/rehearsal/rehearse';

/**
 * Promise: what was accepted with 250 arrives or is returned, exactly once where SMTP allows. One server, deployed as a
 * user deploys it, to which bounces come home; then one fault after the other, each under load. Needs root.
 */
const project = resolve(__dirname, '../../..');
const directory = mkdtempSync(join(tmpdir(), 'kitte-faults-'));
const build = join(project, 'build');
const config = {
  domain: 'example.com',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ' },
  envelopeDomain: 'bounce.example.com',
  mx: true,
  // The load is one login, and many days' mail.
  limits: { messagesPerDay: 1_000_000, recipientsPerDay: 1_000_000 },
};

let rehearsal: Rehearsal;
let ground: Ground;
const rows: Row[] = [];

beforeAll(async () => {
  demandPrerequisites(thisHost(process.env));
  const file = join(directory, 'kitte.config.ts');
  writeFileSync(file, `export default ${JSON.stringify(config, null, 2)};\n`);
  const [environment] = await loadConfig(file);
  rehearsal = new Rehearsal({
    projectDirectory: project,
    cacheDirectory: cacheDirectory(process.env),
    environment: environment!,
    context: [`config=${file}`],
  });
  for (const task of rehearsal.tasks().slice(0, 3)) await task.run(() => undefined);
  await rehearsal.stand.world.receiverReady();
  ground = new Ground(rehearsal);
}, 900_000);

afterAll(async () => {
  if (rows.length > 0) {
    mkdirSync(build, { recursive: true });
    writeFileSync(join(build, 'faults.json'), `${JSON.stringify(rows, null, 2)}\n`);
    writeFileSync(join(build, 'faults.md'), renderMarkdown(rows));
    process.stdout.write(`${renderTotals(rows)}\nEvery case: build/faults.md\n`);
  }
  if (rehearsal?.begun) await rehearsal.stand.tearDown();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

test.each(FAULTS)(
  '$id: $name',
  async (fault) => {
    const row = await run(ground, fault);
    rows.push(row);
    expect(row.failures).toEqual([]);
  },
  360_000,
);

/** A suite that cannot fail proves nothing: each promise is broken on purpose, and it must say so. */
describe('a planted hole', () => {
  const patience = 15_000;

  test('a lost message is found', async () => {
    const { failures, lost } = await run(ground, HOLES.lost, patience);
    expect(lost).toHaveLength(1);
    expect(failures).toEqual([`1 lost: ${String(lost[0])}`]);
  }, 240_000);

  test('unsigned mail is found', async () => {
    const { failures } = await run(ground, HOLES.unsigned, patience);
    expect(failures).toEqual([expect.stringMatching(/arrived without a pass: .*dkim=none/)]);
  }, 240_000);

  test('a client told to give up is found', async () => {
    const { failures } = await run(ground, HOLES.turnedAway, patience);
    expect(failures).toEqual(expect.arrayContaining([expect.stringMatching(/refused for good/)]));
  }, 240_000);
});
