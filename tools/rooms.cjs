/**
 * Imports run one way: each room lists the rooms it may look into, for types too. What is not listed is refused, and so is
 * a file that is in no room.
 */
const lib = {
  config: [],
  contract: ['config'],
  dns: ['config'],
  machine: ['config', 'contract'],
  users: ['config'],
  cost: ['config'],
  limits: ['config', 'contract', 'dns', 'machine', 'users'],
  kept: [],
  constructs: ['config', 'contract', 'dns', 'machine', 'users', 'limits', 'checks', 'kept', 'deployed'],
  stacks: ['config', 'contract', 'dns', 'machine', 'checks', 'constructs'],
  checks: ['config', 'contract', 'dns', 'deployed'],
  deployed: ['config', 'contract', 'users'],
  operate: ['config', 'contract', 'users', 'deployed'],
  init: ['config', 'checks', 'deployed'],
  preflight: ['config', 'contract', 'dns', 'checks', 'deployed'],
  rotation: ['config', 'contract', 'machine', 'limits', 'checks', 'deployed'],
  renaming: ['config', 'contract', 'limits', 'checks', 'deployed', 'rotation'],
  'local-aws': [],
  rehearsal: ['config', 'contract', 'dns', 'machine', 'checks', 'users', 'local-aws'],
  cli: [
    'config',
    'contract',
    'dns',
    'machine',
    'checks',
    'users',
    'limits',
    'cost',
    'deployed',
    'operate',
    'init',
    'preflight',
    'rotation',
    'renaming',
    'rehearsal',
    'local-aws',
  ],
};

const ofLib = Object.keys(lib);

/** Beside lib/: who builds on it. Nothing in lib/ may look there. */
const outside = {
  index: ['config', 'limits'],
  library: ['config', 'limits', 'constructs', 'stacks'],
  'kitte.config': ['index'],
  bin: ['config', 'limits', 'stacks', 'kept', 'cli'],
  tools: ofLib,
  // Examples that a reader copies.
  docs: ['limits', 'stacks'],
  // What others rehearse their apps with is tested without Kitte.
  'test/local-aws': ['local-aws', 'test/fixtures'],
  'test/fixtures': ['index', ...ofLib],
  test: ['index', 'library', 'bin', 'tools', 'docs', 'test/local-aws', 'test/fixtures', ...ofLib],
};

const rooms = { ...lib, ...outside };

/** Files at the root; every other room is a folder. */
const FILES = ['index', 'library', 'kitte.config'];

/** The first that fits counts: a folder within another goes before it. */
const FOLDERS = [
  ...ofLib.map((room) => [room, `lib/${room}`]),
  ...Object.keys(outside)
    .filter((room) => !FILES.includes(room))
    .map((room) => [room, room]),
];

/** One selector for all folders and one for all files: each further one is matched against every import. */
const selectors = (names) => {
  const types = names.filter((name) => !FILES.includes(name));
  const categories = names.filter((name) => FILES.includes(name));
  return [
    ...(types.length > 0 ? [{ element: { type: types } }] : []),
    ...(categories.length > 0 ? [{ file: { categories } }] : []),
  ];
};

/** A block for the ESLint config. */
const importRules = (boundaries) => ({
  plugins: { boundaries },
  settings: {
    'boundaries/elements': FOLDERS.map(([type, path]) => ({
      type,
      pattern: `${path}/**`,
      partialMatch: false,
    })),
    'boundaries/files': FILES.map((category) => ({
      category,
      pattern: `${category}.ts`,
      partialMatch: false,
    })),
    // Beside import, export, require and import(): the types `import('…')` and `import x = require('…')`.
    'boundaries/additional-dependency-nodes': [
      { selector: 'TSImportType Literal', kind: 'type', name: 'import-type' },
      { selector: 'TSExternalModuleReference > Literal', kind: 'value', name: 'import-require' },
    ],
    'import/resolver': { typescript: true },
  },
  rules: {
    'boundaries/no-unknown-files': 'error',
    'boundaries/no-unknown-dependencies': 'error',
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        policies: Object.entries(rooms).map(([room, may]) => ({
          from: selectors([room]),
          allow: selectors([room, ...may]).map((to) => ({ to })),
        })),
      },
    ],
  },
});

module.exports = { rooms, importRules };
