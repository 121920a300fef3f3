import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Imports run one way: each room lists the rooms it may look into. */
const rooms = {
  config: [],
  contract: ['config'],
  dns: ['config'],
  machine: ['config', 'contract'],
  users: ['config'],
  cost: ['config'],
  limits: ['config', 'contract', 'dns', 'machine', 'users'],
  kept: [],
  constructs: ['config', 'contract', 'dns', 'machine', 'users', 'checks', 'kept', 'deployed'],
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

export default tseslint.config(
  {
    ignores: [
      'cdk.out/',
      'node_modules/',
      'coverage/',
      'jest.config.cjs',
      'tools/suites/reporter.cjs',
      'test/rehearsal/e2e/life/ask-this-resolver.cjs',
      'eslint.config.mjs',
      'bin/*.mjs',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      'boundaries/elements': Object.keys(rooms).map((room) => ({
        type: room,
        pattern: `lib/${room}/**`,
        partialMatch: false,
      })),
      'import/resolver': { typescript: true },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: Object.entries(rooms).map(([room, may]) => ({
            from: { element: { type: room } },
            allow: [room, ...may].map((type) => ({ to: { element: { type } } })),
          })),
        },
      ],
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/local-aws/**', 'lib/rehearsal/**', 'lib/cli/**', 'lib/**/*.handler.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only bin/app.ts reads the environment.' },
      ],
    },
  },
);
