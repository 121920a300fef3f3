import { parseAptSources, trixieSources } from '../../../lib/rehearsal/image/apt-sources';
import { recipeKey } from '../../../lib/rehearsal/image/images';

const debian = { uri: 'http://mirror.example/debian', suite: 'bookworm', components: ['main', 'contrib'] };

test('one-line sources: options are skipped, comments and deb-src are not sources', () => {
  const text = [
    '# deb http://old.example/debian bullseye main',
    'deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian bookworm main contrib # ours',
    'deb-src http://mirror.example/debian bookworm main',
    'deb\thttp://flat.example/repo\t./',
  ].join('\n');
  expect(parseAptSources(text)).toEqual([
    debian,
    { uri: 'http://flat.example/repo', suite: './', components: [] },
  ]);
});

test('deb822 sources: every address with every suite, over continuation lines, without the disabled', () => {
  const text = `# Comment above
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm
 bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/k.gpg

Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
Enabled: no

Types: deb-src
URIs: http://source.example/debian
Suites: bookworm
Components: main
`;
  expect(parseAptSources(text)).toEqual([debian, { ...debian, suite: 'bookworm-updates' }]);
});

test('Debian 13 comes from where the Debian 12 host comes from, its security suite too', () => {
  const security = { uri: 'http://s.example/debian-security', suite: 'bookworm-security', components: [] };
  const updates = { ...debian, uri: 'http://updates.example/debian', suite: 'bookworm-updates' };
  expect(trixieSources([updates, security, debian])).toEqual([
    { uri: debian.uri, suite: 'trixie', components: ['main'] },
    { uri: security.uri, suite: 'trixie-security', components: ['main'] },
  ]);
  expect(trixieSources([debian])).toHaveLength(1);
});

test("another vendor's repository for Debian is not Debian's own", () => {
  const vendor = { uri: 'https://vendor.example/linux/debian', suite: 'bookworm', components: ['stable'] };
  expect(trixieSources([vendor, debian])[0]?.uri).toBe(debian.uri);
});

test('a host without a Debian mirror is told what was found and what to add', () => {
  const ubuntu = { uri: 'http://mirror.example/ubuntu', suite: 'noble', components: ['main'] };
  expect(() => trixieSources([ubuntu])).toThrow(/found \["http:\/\/mirror\.example\/ubuntu"\].*Add a `deb`/);
  expect(() => trixieSources([])).toThrow(/found \[\]/);
});

test('the cache is another one when a source or a package changes, and only then', () => {
  const key = recipeKey([debian], ['postfix']);
  expect(key).toMatch(/^[0-9a-f]{16}$/);
  expect(recipeKey([{ ...debian }], ['postfix'])).toBe(key);
  const others = [recipeKey([debian], ['postfix', 'dovecot']), recipeKey([], ['postfix'])];
  expect(new Set([key, ...others]).size).toBe(3);
});
