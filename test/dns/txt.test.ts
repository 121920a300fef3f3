import fc from 'fast-check';
import { quoteTxt, route53Value } from '../../lib/dns/txt';
import { readTxt } from './presentation';

test('whatever is quoted is read back, in strings of at most 255 octets', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 900 }), (value) => {
      const strings = readTxt(quoteTxt(value));
      expect(strings.join('')).toBe(value);
      expect(Math.max(...strings.map((each) => each.length))).toBeLessThanOrEqual(255);
    }),
  );
});

test('what a TXT record cannot say in ASCII is refused', () => {
  expect(() => quoteTxt('é')).toThrow(/printable ASCII/);
});

test('Route 53 and the check of the template get quotes and backslashes in octal, a zone file with a backslash', () => {
  expect(quoteTxt('verify="abc"')).toBe('"verify=\\"abc\\""');
  expect(route53Value(quoteTxt('verify="abc"'))).toBe('"verify=\\042abc\\042"');
  expect(route53Value(quoteTxt('a\\b\\"'))).toBe('"a\\134b\\134\\042"');
  expect(route53Value('"v=DKIM1; p=AA" "BB"')).toBe('"v=DKIM1; p=AA" "BB"');
});
