import fc from 'fast-check';
import { quoteTxt } from '../../lib/dns/txt';
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
