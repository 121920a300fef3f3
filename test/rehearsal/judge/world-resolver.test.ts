import fc from 'fast-check';
import { quoteTxt } from '../../../lib/dns/txt';
import { textStrings, worldResolver } from '../../../lib/rehearsal/judge/world-resolver';

test('what Kitte quotes is read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 900 }), (value) => {
      expect(textStrings(quoteTxt(value)).join('')).toBe(value);
    }),
  );
});

test('a server may write any octet by its number (RFC 1035 section 5.1)', () => {
  expect(textStrings('"a\\059b" "\\034\\092" ""')).toEqual(['a;b', '"\\', '']);
});

const world = (...answers: string[]) => worldResolver({ lookup: () => Promise.resolve(answers) });

test('answers take the form of `dns.promises.resolve`', async () => {
  expect(await world('"a" "b"', '"c"')('x', 'TXT')).toEqual([['a', 'b'], ['c']]);
  expect(await world('mail.example.com.')('x', 'PTR')).toEqual(['mail.example.com']);
  expect(await world('192.0.2.1')('x', 'A')).toEqual(['192.0.2.1']);
});

test('no answer is an error, by the code that verifiers know', async () => {
  await expect(world()('x.example', 'TXT')).rejects.toMatchObject({
    code: 'ENODATA',
    message: expect.stringContaining('x.example') as string,
  });
});
