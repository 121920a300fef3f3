const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
};
const shared = {
  testEnvironment: 'node',
  transform,
  extensionsToTreatAsEsm: [],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out'],
};

module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/test/rehearsal/e2e/',
        '<rootDir>/test/rehearsal/abuse/abuse.test.ts',
        '<rootDir>/test/rehearsal/faults/faults.test.ts',
      ],
    },
    { ...shared, displayName: 'rehearsal', testMatch: ['<rootDir>/test/rehearsal/e2e/**/*.test.ts'] },
    { ...shared, displayName: 'abuse', testMatch: ['<rootDir>/test/rehearsal/abuse/abuse.test.ts'] },
    { ...shared, displayName: 'faults', testMatch: ['<rootDir>/test/rehearsal/faults/faults.test.ts'] },
  ],
};
