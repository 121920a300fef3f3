import { edited } from '../../../lib/rotation/edit/config-edit';
import { diff } from '../../../lib/rotation/edit/diff';

const begin = {
  selectors: ['kitte1', 'kitte2'],
  active: 'kitte1',
  rotation: { from: 'kitte1', to: 'kitte2' },
};
const over = { selectors: ['kitte2'], rotation: undefined, retired: ['kitte1'] };

const smallest = `import { defineConfig } from './index';

// Ours.
export default defineConfig({
  domain: 'example.com',
  hostedZone: { id: 'Z1' }, // at the registrar
});
`;

test('a config without dkim gets it, and everything else stays to the byte', () => {
  expect(edited(smallest, 'prod', begin)).toBe(
    smallest.replace(
      '// at the registrar\n',
      `// at the registrar
  dkim: {
    selectors: ['kitte1', 'kitte2'],
    active: 'kitte1',
    rotation: { from: 'kitte1', to: 'kitte2' },
  },
`,
    ),
  );
});

test('what is there is replaced where it stands, what goes makes room for what comes', () => {
  const source = `export default {
  domain: "example.com",
  dkim: {
    // The order does not matter.
    active: "kitte2",
    selectors: ["kitte1", "kitte2"], // two
    keySize: 3072,
    rotation: {
      from: "kitte1",
      to: "kitte2",
    },
  },
} satisfies Config;
`;
  expect(edited(source, 'prod', over)).toBe(`export default {
  domain: "example.com",
  dkim: {
    // The order does not matter.
    active: "kitte2",
    selectors: ["kitte2"], // two
    keySize: 3072,
    retired: ["kitte1"],
  },
} satisfies Config;
`);
});

test('an entry that goes takes its line along', () => {
  const source = `export default {\n  dkim: {\n    rotation: { from: 'a', to: 'b' }, // on its way\n    active: 'b',\n  },\n};\n`;
  expect(edited(source, 'prod', { rotation: undefined })).toBe(
    `export default {\n  dkim: {\n    active: 'b',\n  },\n};\n`,
  );
});

test.each([
  ["export default { dkim: { active: 'a', rotation: {} } };", "export default { dkim: { active: 'a' } };"],
  ["export default { dkim: { rotation: {}, active: 'a' } };", "export default { dkim: { active: 'a' } };"],
])('on one line: %s', (source, wanted) => {
  expect(edited(source, 'prod', { rotation: undefined })).toBe(wanted);
});

test.each([
  ['export default { dkim: {} };', "export default { dkim: { active: 'b' } };"],
  ['export default { dkim: { keySize: 2048 } };', "export default { dkim: { keySize: 2048, active: 'b' } };"],
  [
    "const c = { dkim: { active: 'a' } } as const;\nexport default (c);",
    "const c = { dkim: { active: 'b' } } as const;\nexport default (c);",
  ],
  [
    "const dkim = { active: 'a' };\nexport default { dkim };",
    "const dkim = { active: 'b' };\nexport default { dkim };",
  ],
  [
    "export default {\r\n  domain: 'x'\r\n};\r\n",
    "export default {\r\n  domain: 'x',\r\n  dkim: {\r\n    active: 'b',\r\n  },\r\n};\r\n",
  ],
])('other shapes: %j', (source, wanted) => {
  expect(edited(source, 'prod', { active: 'b' })).toBe(wanted);
});

test('with environments the change goes into the one that it is for', () => {
  const source = `export default defineConfig({
  dkim: { keySize: 3072 },
  environments: {
    prod: {
      domain: 'example.com',
    },
    'staging': { domain: 'staging.example.com', dkim: { active: 's1' } },
  },
});
`;
  expect(edited(source, 'prod', { active: 'b' })).toBe(
    source.replace("'example.com',\n", "'example.com',\n      dkim: {\n        active: 'b',\n      },\n"),
  );
  expect(edited(source, 'staging', { active: 'b' })).toBe(source.replace("'s1'", "'b'"));
});

test.each([
  ['module.exports = { dkim: {} };', /no `export default`/],
  ['export default make();', /default export is computed: make\(\)/],
  ['export default { dkim: keys() };', /dkim is computed: keys\(\)/],
  ['export default { dkim: { active: process.env.KEY } };', /dkim\.active is computed: process\.env\.KEY/],
  ['export default { dkim: { active } };', /dkim\.active is computed: active/],
  ['export default { environments: { ...others } };', /no literal entry prod/],
  ['let c = { dkim: {} };\nexport default c;', /default export is computed: c/],
])('what is computed is left to the person: %s', (source, words) => {
  expect(() => edited(source, 'prod', { active: 'b' })).toThrow(words);
});

test('the difference is shown with what is around it', () => {
  expect(diff(smallest, smallest.replace("'example.com'", "'example.org'"))).toBe(
    `  // Ours.
  export default defineConfig({
-   domain: 'example.com',
+   domain: 'example.org',
    hostedZone: { id: 'Z1' }, // at the registrar
  });
`,
  );
});
