const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
};
const shared = {
  testEnvironment: 'node',
  transform,
  extensionsToTreatAsEsm: [],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out'],
};

/** A folder is a suite. They need root, the tests beside them do not. */
const SUITES = 'test/rehearsal/e2e';
const suites = readdirSync(join(__dirname, SUITES), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    ...shared,
    displayName: name,
    testMatch: [`<rootDir>/${SUITES}/${name}/**/*.test.ts`],
  }));

const unit = {
  ...shared,
  globalSetup: '<rootDir>/test/temporary-folder.ts',
  displayName: 'unit',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', `<rootDir>/${SUITES}/`],
};

/** The files of one server, as tools/suites runs them. */
const lane = { ...shared, displayName: 'lane', testMatch: ['<rootDir>/tools/suites/lane.test.ts'] };

module.exports = { projects: process.env.KITTE_LANE ? [lane] : [unit, ...suites] };
