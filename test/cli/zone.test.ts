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

const zoneOf = (digit: string, name?: string) => ({ id: `Z${digit.repeat(20)}`, ...(name && { name }) });
const several = {
  domains: {
    'example.com': { hostedZone: zoneOf('1') },
    'news.example.org': { hostedZone: zoneOf('2', 'example.org'), dmarc: { policy: 'none', testing: true } },
    'example.net': { hostedZone: zoneOf('3') },
    'shop.example.org': { hostedZone: zoneOf('2', 'example.org') },
  },
};

test('several zones stand one after the other, each with its origin, and the host in its own', () => {
  const { stdout, status } = kitteZone(several);
  expect(status).toBe(0);
  expect(stdout.match(/^\$ORIGIN .*$/gm)).toEqual([
    '$ORIGIN example.com.',
    '$ORIGIN example.org.',
    '$ORIGIN example.net.',
  ]);
  expect(stdout.match(/^; mail 300 IN A /gm)).toHaveLength(1);
  expect(stdout).not.toMatch(/^; mail\.example\.com\. /m);
  const [, com = '', org = '', net = ''] = stdout.split(/^\$ORIGIN .*$/m);
  expect(com).toMatch(/^_dmarc 3600 IN TXT/m);
  expect(org).toMatch(/^_dmarc\.news 3600 IN TXT/m);
  expect(org).toMatch(/^_dmarc\.shop 3600 IN TXT/m);
  expect(org).toMatch(/^_submissions\._tcp\.shop 3600 IN SRV 0 1 465 mail\.example\.com\.$/m);
  expect(org).toMatch(/^; Warning: news\.example\.org: dmarc\.testing/m);
  expect(net).toMatch(/^_dmarc 3600 IN TXT/m);
  expect(net).not.toMatch(/Warning/);
});

test('one domain alone, however it is written; one that is not there is refused with those that are', () => {
  const { stdout } = kitteZone(several, '--domain', 'News.Example.org.');
  expect(stdout).toMatch(/^_dmarc\.news /m);
  expect(stdout).not.toMatch(/shop|IN A/);
  const { status, stderr, stdout: nothing } = kitteZone(several, '--domain', 'example.edu');
  expect({ status, nothing }).toEqual({ status: 1, nothing: '' });
  expect(stderr).toMatch(
    /no domain "example\.edu"\. It has: example\.com, news\.example\.org, example\.net, shop/,
  );
});
