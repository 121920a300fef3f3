import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { doctorTable } from '../../lib/cli/doctor-table';
import { theDomain, theDomains, withDomain } from '../../lib/cli/domain';
import { theUser } from '../../lib/cli/the-user';
import { estimate } from '../../lib/cost/estimate';
import { parsed, twoDomains, withTwoDomains } from '../fixtures/two-domains';
import { environment } from '../fixtures/environment';
import { nsRecords, startDns } from './dns';
import { kitte } from './kitte';

jest.setTimeout(120_000);
const directory = mkdtempSync(join(tmpdir(), 'kitte-domains-'));
const config = join(directory, 'kitte.config.js');
const source = `exports.default = ${JSON.stringify(twoDomains)};`;
writeFileSync(config, source);
afterAll(() => rmSync(directory, { recursive: true }));

const NEWS = 'news.example.org';
const names = (all: readonly { readonly domain: string }[]) => all.map(({ domain }) => domain);

test('a domain is chosen by its name; of several none is guessed', () => {
  expect(names(theDomains(withTwoDomains, undefined))).toEqual(['example.com', NEWS]);
  expect(names(theDomains(withTwoDomains, 'NEWS.example.org.'))).toEqual([NEWS]);
  expect(theDomain(environment, undefined).domain).toBe('example.com');
  expect(() => theDomain(withTwoDomains, undefined)).toThrow(
    /several domains: example\.com, news\.example\.org\. Give --domain/,
  );
  expect(() => theDomain(withTwoDomains, 'example.net')).toThrow(
    /no domain "example\.net"\. It has: example\.com, news\.example\.org/,
  );
  expect(names(withDomain([environment, withTwoDomains], NEWS).flatMap(({ views }) => views))).toEqual([
    NEWS,
  ]);
  expect(() => withDomain([environment], NEWS)).toThrow(
    /no domain "news\.example\.org"\. It has: example\.com/,
  );
});

test('the table names the domain of a row where there are several', () => {
  const row = { subject: 'it', seen: 'this', expected: 'that', why: '', next: '', runbook: '' };
  const table = doctorTable(
    [
      { ...row, id: 'spf', verdict: 'pass', domain: NEWS },
      { ...row, id: 'address', verdict: 'pass' },
    ],
    { width: 100, colour: false },
    'en',
  );
  expect(table).toMatch(/^pass +news\.example\.org spf: it: this$/m);
  expect(table).toMatch(/^pass +address: it: this$/m);
});

test('a login is found whichever domain it belongs to', () => {
  expect(theUser(withTwoDomains, 'news')).toMatchObject({ domain: NEWS, senders: [`@${NEWS}`] });
  expect(theUser(withTwoDomains, 'app')).toMatchObject({ senders: ['@example.com', `@${NEWS}`] });
  expect(() => theUser(withTwoDomains, 'nobody')).toThrow(/It has: app, news\./);
});

test('every zone that Kitte creates and every key costs', () => {
  const both = parsed({
    domains: {
      'example.com': { hostedZone: { create: true } },
      [NEWS]: { hostedZone: { create: true }, dkim: { selectors: ['a', 'b'], active: 'a' } },
    },
  });
  const lines = estimate(both, 'us-east-1').lines.map(({ what, month }) => [what, month]);
  expect(lines).toContainEqual(['2 hosted zones, which Kitte creates', 1]);
  expect(lines.map(([what]) => what)).toContainEqual(expect.stringContaining('3 DKIM keys'));
});

test('the settings of a login are of its own domain, and the list says which', async () => {
  const shown = await kitte(['users', 'show', 'news', '--config', config, '--json'], directory);
  expect(JSON.parse(shown.stdout)).toMatchObject({
    host: 'mail.example.com',
    from: `postmaster@${NEWS}`,
    domain: NEWS,
    whole: true,
  });
  const list = await kitte(['users', 'list', '--config', config, '--json'], directory);
  expect(JSON.parse(list.stdout)).toMatchObject({
    users: [
      { login: 'app', domain: 'example.com' },
      { login: 'news', domain: NEWS },
    ],
  });
});

test('a sender that no login of any domain may write is refused with all that there are', async () => {
  const args = ['send', '--config', config, '--to', 'a@elsewhere.example'];
  const { status, stderr } = await kitte([...args, '--from', 'a@example.net'], directory);
  expect(status).toBe(1);
  expect(stderr.replace(/\s+/g, ' ')).toMatch(
    /No login may send as a@example\.net\. .*app as @example\.com, @news\.example\.org; news as @news\.example\.org/,
  );
  const other = await kitte([...args, '--login', 'news', '--from', 'a@example.com'], directory);
  expect(other.stderr.replace(/\s+/g, ' ')).toMatch(/news may not send as a@example\.com, only as @news/);
});

test.each([['doctor'], ['preflight'], ['zone'], ['dkim status'], ['dkim rotate']])(
  '%s refuses a domain that there is not, before anybody is asked',
  async (command) => {
    const args = [...command.split(' '), '--config', config, '--domain', 'example.net'];
    const { status, stdout, stderr } = await kitte(args, directory);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/no domain "example\.net"\. It has: example\.com, news\.example\.org/);
  },
);

test('dkim status shows each domain; rotate wants one, and changes its keys alone', async () => {
  const dns = await startDns([
    ...nsRecords('example.com', ['ns.example.com']),
    ...nsRecords('example.org', ['ns.example.com']),
    { type: 'A', name: 'ns.example.com', data: '127.0.0.1' },
  ]);
  try {
    const asked = ['--config', config, '--no-aws', '--resolver', dns.address];
    const text = await kitte(['dkim', 'status', ...asked], directory);
    expect(text.stdout).toMatch(/prod, example\.com: .*prod, news\.example\.org: /s);
    expect(text.stdout.replace(/\s+/g, ' ')).toContain(`kitte dkim rotate --domain ${NEWS}`);
    const json = await kitte(['dkim', 'status', '--json', ...asked], directory);
    expect(JSON.parse(json.stdout)).toMatchObject({ domains: [{ domain: 'example.com' }, { domain: NEWS }] });
    const one = await kitte(['dkim', 'status', '--json', '--domain', NEWS, ...asked], directory);
    expect(JSON.parse(one.stdout)).toMatchObject({ domain: NEWS, phase: 'none' });
    const rotate = await kitte(['dkim', 'rotate', '--yes', ...asked], directory);
    expect(rotate.status).toBe(1);
    expect(rotate.stderr).toMatch(/several domains: .*--domain/);
    const turned = await kitte(['dkim', 'rotate', '--yes', '--domain', NEWS, ...asked], directory);
    // Of this shape of a file nothing is changed by itself: it says what to write.
    expect(turned.status).toBe(3);
    expect(turned.stderr).toContain(`below domains['${NEWS}'].dkim:`);
    expect(readFileSync(config, 'utf8')).toBe(source);
  } finally {
    await dns.close();
  }
});
