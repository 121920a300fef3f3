import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'kitte-zone-'));
afterAll(() => rmSync(directory, { recursive: true }));

function kitteZone(config: object, ...args: string[]) {
  const file = join(directory, 'kitte.config.cjs');
  writeFileSync(file, `exports.default = ${JSON.stringify(config)};`);
  const program = resolve(__dirname, '../../bin/kitte.mjs');
  const options = { cwd: directory, encoding: 'utf8' as const };
  return spawnSync(process.execPath, [program, 'zone', '--config', file, ...args], options);
}

const good = {
  domain: 'example.com',
  hostedZone: { create: true },
  dmarc: { rua: ['mailto:d@example.net'] },
};

test('prints a table without colour in a pipe', () => {
  const { stdout, status } = kitteZone(good, '--format', 'table', '--address', '192.0.2.1');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^mail\.example\.com +A +192\.0\.2\.1$/m);
  expect(stdout).toContain('_report._dmarc.example.net');
  expect(stdout).not.toContain('\u001b');
});

test.each(['zone', 'table'])('what receivers do not read is said, as a %s', (format) => {
  const { stdout, status } = kitteZone(
    { ...good, dmarc: { policy: 'reject', testing: true } },
    '--format',
    format,
  );
  expect(status).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /Warning: dmarc\.testing: true \(t=y\): None of rspamd, .*Set dmarc\.policy to "quarantine"/,
  );
  if (format === 'zone') expect(stdout).toMatch(/^; Warning: dmarc\.testing/m);
});

test.each([
  [{ ...good, domain: 'x_y.com' }, [], /The config has a problem/],
  [good, ['--environment', 'test'], /no environment "test"\. The config has: prod\./],
])('a mistake is told on standard error alone', (config, args, message) => {
  const { stdout, stderr, status } = kitteZone(config, ...args);
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  expect(stderr).toMatch(message);
});
