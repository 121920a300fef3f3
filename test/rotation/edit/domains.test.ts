import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { domainsOf } from '../../../lib/config/domains';
import { parseConfig } from '../../../lib/config/parse';
import { loadConfig } from '../../../lib/limits/load';
import { edited } from '../../../lib/rotation/edit/config-edit';
import { propose } from '../../../lib/rotation/edit/config-file';

const directory = mkdtempSync(join(tmpdir(), 'kitte-edit-domains-'));
afterAll(() => rmSync(directory, { recursive: true }));

const ORG = 'example.org';
const changes = { active: 'b' };

test('the keys of a domain change below its name, in the hand of the file', () => {
  const source = `export default {
  domains: {
    "example.com": { hostedZone: { id: "Z1" }, dkim: { active: "a" } },
    "example.org": {
      hostedZone: { id: "Z2" },
    },
  },
};
`;
  expect(edited(source, 'prod', changes, 'example.com')).toBe(source.replace('"a"', '"b"'));
  expect(edited(source, 'prod', changes, ORG)).toBe(
    source.replace('{ id: "Z2" },\n', '{ id: "Z2" },\n      dkim: {\n        active: "b",\n      },\n'),
  );
});

test.each([
  ["export default { domains: { 'Example.ORG.': {} } };", "{ 'Example.ORG.': { dkim: { active: 'b' } } }"],
  [
    "const org = { dkim: { active: 'a' } };\nexport default { domains: { 'example.org': org } };",
    "const org = { dkim: { active: 'b' } };",
  ],
  ["export default { domain: 'example.org', hostedZone: {} };", "hostedZone: {}, dkim: { active: 'b' } };"],
])('however it is written: %s', (source, wanted) => {
  expect(edited(source, 'prod', changes, ORG)).toContain(wanted);
});

test('what all environments share is not changed for one of them', () => {
  const shared = "domains: { 'example.org': { dkim: { active: 'a' } } }";
  const source = `export default { ${shared}, environments: { prod: { verify: 'off' }, two: {} } };`;
  expect(edited(source, 'prod', changes, ORG)).toBe(
    source.replace(
      "verify: 'off' }",
      "verify: 'off', domains: { 'example.org': { dkim: { active: 'b' } } } }",
    ),
  );
  const own = source.replace('two: {}', "two: { domains: { 'example.com': {} } }");
  expect(edited(own, 'two', changes, ORG)).toContain(
    "domains: { 'example.com': {}, 'example.org': { dkim: { active: 'b' } } }",
  );
});

test.each([
  ['export default { domains: all() };', /domains is computed: all\(\)/],
  ['export default { domains: { ...more } };', /no literal entry "example\.org"/],
  ["export default { domains: { 'example.org': of() } };", /domains\["example\.org"\] is computed: of\(\)/],
])('what is computed is left to the person: %s', (source, words) => {
  expect(() => edited(source, 'prod', changes, ORG)).toThrow(words);
});

test('the whole way: the config reads back with those keys of that domain alone', async () => {
  const config = {
    domains: {
      'example.com': { hostedZone: { id: 'Z11111111111111111111' } },
      'example.org': { hostedZone: { id: 'Z22222222222222222222' } },
    },
  };
  const file = join(directory, 'kitte.config.ts');
  writeFileSync(file, `export default ${JSON.stringify(config, null, 2)};\n`);
  const environments = parseConfig(config);
  const [, org] = domainsOf(environments[0]!);
  const rotation = { from: 'kitte1', to: 'kitte2' };
  const begun = { ...org!.dkim, selectors: ['kitte1', 'kitte2'], rotation };
  await (await propose(file, environments, org!, begun)).write();
  const text = readFileSync(file, 'utf8');
  expect(text.indexOf('"kitte2"')).toBeGreaterThan(text.indexOf('"example.org"'));
  expect(text).toMatch(/dkim: \{\s+selectors: \["kitte1", "kitte2"\],\s+active: "kitte1"/);
  const [changed] = await loadConfig(file);
  expect(domainsOf(changed!).map(({ dkim }) => dkim.selectors)).toEqual([['kitte1'], ['kitte1', 'kitte2']]);
  expect(changed!.others?.[0]?.dkim.rotation).toEqual(rotation);
});
