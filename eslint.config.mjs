import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

import { importRules } from './tools/rooms.cjs';

export default tseslint.config(
  {
    ignores: [
      'cdk.out/',
      'dist/',
      'node_modules/',
      'test/package/consumer/',
      'coverage/',
      'jest.config.cjs',
      'eslint.config.mjs',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  importRules(boundaries),
  // Plain Node runs these as they are.
  { files: ['**/*.{mjs,cjs}'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.{mjs,cjs}'],
    rules: { 'no-undef': 'off', '@typescript-eslint/no-require-imports': 'off' },
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
