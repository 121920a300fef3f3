import { CHECKS } from '../../../../../lib/checks/checks';
import { DEMAND_IDS } from '../../../../../lib/checks/demands';
import { receiverHost } from '../../../../../lib/rehearsal/world/layout';
import { rowsOf, wrong } from './doctor';
import { FAULTS, PARTS } from './faults';
import { Patient } from './patient';

/** A good server, and what the doctor says of it in every form. The files beside this one break it. */
const patient = Patient.admit();

test('the good server passes', async () => {
  const { code, stdout } = await patient.whole();
  const rows = rowsOf(stdout);
  expect(wrong(rows)).toEqual([]);
  expect(code).toBe(0);
  // Blocklists are out of reach here, and the message is no advertisement; everything else was looked at.
  const skipped = rows
    .filter(({ id, verdict }) => verdict === 'skip' && !DEMAND_IDS.includes(id))
    .map(({ id }) => id);
  expect(new Set(skipped)).toEqual(new Set(['blocklist', 'one-click-unsubscribe']));
  expect(new Set(rows.map(({ id }) => id)).size).toBeGreaterThanOrEqual(CHECKS.length);
}, 120_000);

test('a table without colour for a pipe, and without an account what is public', async () => {
  const { code, stdout } = await patient.run('--no-aws');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^pass +address: A mail\.example\.com: 203\.0\.113\.10$/m);
  expect(stdout).toMatch(/^skip +dkim-key: /m);
  expect(stdout).not.toContain('\u001b');
}, 120_000);

test('each check of the outside has a fault here', () => {
  // What a container cannot have (a wrong clock, a full disk, an old queue) or a message alone shows is in the unit tests.
  const elsewhere = ['forward-confirmed', 'dmarc-alignment', 'queue', 'clock', 'disk'];
  const planted = new Set(FAULTS.map(({ row }) => row));
  expect(CHECKS.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual(elsewhere);
  expect(FAULTS.length).toBeGreaterThanOrEqual(30);
  // Each is planted by one test file.
  const parts = Object.values(PARTS).flat();
  expect(parts).toHaveLength(FAULTS.length);
  expect(new Set(parts)).toEqual(new Set(FAULTS));
});

test('in Japanese, with the same verdicts, and again and again until it is interrupted', async () => {
  // With credentials it goes onto the machine by itself, lets it sign a message, and tries a receiver of this world.
  const args = ['--json', '--far-end', receiverHost];
  const looks = await patient.watched([...args, '--watch', '1', '--lang', 'ja'], 2);
  expect(looks.code).toBe(0);
  expect(looks.lines.length).toBeGreaterThanOrEqual(2);
  const [english] = [rowsOf((await patient.run(...args)).stdout)];
  expect(english.find(({ id }) => id === 'dkim-message')).toMatchObject({
    verdict: 'pass',
    seen: 'kitte1: pass',
  });
  const rows = rowsOf(looks.lines[0]!);
  expect(rows.map(({ id, verdict }) => [id, verdict])).toEqual(
    english.map(({ id, verdict }) => [id, verdict]),
  );
  expect(rows.find(({ id }) => id === 'reverse-name')?.subject).toBe('アドレスの PTR（逆引き）');
}, 120_000);
