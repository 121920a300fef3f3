import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Row } from '../../../../../lib/checks/row';
import { PREFLIGHT } from '../../../../../lib/preflight/checks';
import { layout, receiverHost } from '../../../../../lib/rehearsal/world/layout';
import { rowsOf } from '../doctor/doctor';
import { onLaptop } from '../../laptop';
import { preflight } from './preflight';
import { Day } from './day';

/** Doctor and preflight, by a person who may do no more than the docs say. */
jest.setTimeout(120_000);
const day = Day.begin();

test('doctor finds its way onto the machine by itself', async () => {
  const asked = ['--json', '--login', '--resolver', layout.router, '--far-end', receiverHost];
  const { stdout } = await day.kitte('doctor', ...asked);
  expect(stdout).not.toMatch(/AccessDenied|not authorized/);
  const onMachine = ['outbound-25', 'queue', 'clock', 'disk', 'upgrades'];
  const rows = rowsOf(stdout).filter(({ id }) => onMachine.includes(id));
  expect(rows.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(onMachine.map((id) => `${id} pass`));
});

test('preflight before a later deploy: all is well, and the parent zone itself is asked where the zone lies', async () => {
  const { code, rows } = await preflight(day);
  expect(rows.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  // A check of two names has two rows.
  expect([...new Set(rows.map(({ id }) => id))]).toEqual(
    // The network is Kitte's own.
    PREFLIGHT.map(({ id }) => id).filter((id) => id !== 'network'),
  );
  expect(code).toBe(0);
  const { seen, expected } = rows.find(({ id }) => id === 'delegation')!;
  expect(seen).toBe(`${expected}, says ns.parents.example`);
  expect(rows.find(({ id }) => id === 'elastic-ip')?.seen).toContain(day.server.rehearsal.address());

  const { world } = day.server.rehearsal.stand;
  await world.delegate('example.com', false);
  const gone = await preflight(day);
  await world.delegate('example.com', true);
  expect(gone.code).toBe(1);
  expect(gone.rows.filter(({ verdict }) => verdict === 'fail')).toMatchObject([
    {
      id: 'delegation',
      seen: 'not delegated, says ns.parents.example',
      next: expect.stringContaining(expected) as string,
    },
  ]);
});

test('preflight with a zone that the world does not ask: the other one of its name is named', async () => {
  const { account, world } = day.server.rehearsal.stand;
  const name = 'elsewhere.example';
  for (const id of ['Z0000000000000000OLD', 'Z0000000000000000NEW']) account.addHostedZone({ id, name });
  // Its parent names the servers of the newer one.
  await world.delegate(name, true);
  const other = join(day.server.directory, 'elsewhere.config.ts');
  const value = { domain: name, hostedZone: { id: 'Z0000000000000000OLD' } };
  writeFileSync(other, `export default ${JSON.stringify(value)};\n`);
  const args = ['preflight', '--json', '--resolver', layout.router, '--config', other];
  const { rows } = JSON.parse((await onLaptop(day.server.rehearsal.stand, args)).stdout) as { rows: Row[] };
  expect(rows.find(({ id }) => id === 'delegation')).toMatchObject({
    verdict: 'fail',
    next: expect.stringContaining(
      "another hosted zone of this name: give hostedZone: { id: 'Z0000000000000000NEW' }",
    ) as string,
  });
});

test('who may not use Run Command is told so, and nothing fails for it', async () => {
  const without = { ...day.key, AccessKeyId: 'AKIAUNKNOWN000000000' };
  const denied = await onLaptop(
    day.server.rehearsal.stand,
    ['queue', '--config', day.server.config],
    without,
  );
  expect(denied).toMatchObject({ code: 1, stdout: '' });
  expect(denied.stderr).toContain('AWS does not take the credentials');
});
