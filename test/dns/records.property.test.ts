import fc from 'fast-check';
import { ConfigError } from '../../lib/config/problem';
import { parseConfig } from '../../lib/config/parse';
import { externalReports } from '../../lib/dns/external-reports';
import { records } from '../../lib/dns/records';
import { quoteTxt } from '../../lib/dns/txt';
import { arbitraryConfig } from '../config/arbitrary-config';
import { faultsOf } from './valid-record';

/** The environments of an accepted config; whatever else than a ConfigError is thrown fails the test. */
function accepted(input: unknown) {
  try {
    return parseConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}

test('every accepted config renders valid records, and enough of them are accepted', () => {
  let count = 0;
  fc.assert(
    fc.property(arbitraryConfig, (input) => {
      for (const environment of accepted(input)) {
        count += 1;
        const key = quoteTxt(`v=DKIM1; p=${'A'.repeat(700)}`);
        const dkim = Object.fromEntries(environment.dkim.selectors.map((name) => [name, key]));
        const all = records(environment, { address: '203.0.113.255', dkim });
        expect(all.flatMap(faultsOf)).toEqual([]);
        const sets = all.map(({ name, type }) => `${name} ${type}`);
        expect(new Set(sets).size).toBe(sets.length);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
        expect(externalReports(environment).every(({ name }) => name.includes('._report._dmarc.'))).toBe(
          true,
        );
      }
    }),
    { numRuns: 400 },
  );
  expect(count).toBeGreaterThan(100);
});

test('garbage is refused in words, never by a crash', () => {
  const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true, withMap: true });
  const keys = fc.constantFrom(
    'domain',
    'hostedZone',
    'spf',
    'dkim',
    'dmarc',
    'users',
    'machine',
    'vpc',
    'tags',
    'environments',
    'ttl',
  );
  fc.assert(
    fc.property(fc.oneof(anything, fc.dictionary(keys, anything)), (input: unknown) => void accepted(input)),
    { numRuns: 600 },
  );
});
