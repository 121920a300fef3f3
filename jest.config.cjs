const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
};
const shared = {
  testEnvironment: 'node',
  transform,
  extensionsToTreatAsEsm: [],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out'],
};

/** They need root, the others beside them do not. */
const FAULTS = ['faults', 'other', 'replacement'].map(
  (name) => `<rootDir>/test/rehearsal/faults/${name}.test.ts`,
);

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
        '<rootDir>/test/rehearsal/messages/messages.test.ts',
        ...FAULTS,
      ],
    },
    { ...shared, displayName: 'rehearsal', testMatch: ['<rootDir>/test/rehearsal/e2e/**/*.test.ts'] },
    { ...shared, displayName: 'abuse', testMatch: ['<rootDir>/test/rehearsal/abuse/abuse.test.ts'] },
    {
      ...shared,
      displayName: 'messages',
      testMatch: ['<rootDir>/test/rehearsal/messages/messages.test.ts'],
    },
    { ...shared, displayName: 'faults', testMatch: FAULTS },
  ],
};
