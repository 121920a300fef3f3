import { fits, fitting, isUsable, tlsaOf } from '../../lib/checks/tlsa';
import { digests, intermediate, leaf, root } from '../fixtures/certificates';

const chain = [leaf, intermediate, root];
const fit = (value: string, nameFits = true) => fits(tlsaOf(value), chain, nameFits);
const { key, keySha256, certificateSha256, certificateSha512 } = digests.leaf;

test.each([
  ['the whole certificate', `3 0 0 ${leaf.toString('hex')}`],
  ['the certificate by SHA-256', `3 0 1 ${certificateSha256}`],
  ['the certificate by SHA-512', `3 0 2 ${certificateSha512.toUpperCase()}`],
  ['the whole key', `3 1 0 ${key}`],
  ['the key by SHA-256, in two pieces', `3 1 1 ${keySha256.slice(0, 32)} ${keySha256.slice(32)}`],
  ["an authority's certificate", `2 0 1 ${digests.intermediate.certificateSha256}`],
  ["an authority's key", `2 1 1 ${digests.intermediate.keySha256}`],
])('%s fits', (_, value) => expect(fit(value)).toBe(true));

test.each([
  ['another key', `3 1 1 ${digests.intermediate.keySha256}`],
  ['the key where the certificate is meant', `3 0 1 ${keySha256}`],
  ['another kind of digest', `3 1 2 ${keySha256}`],
  ['the leaf as an authority', `2 1 1 ${keySha256}`],
  ['a root that the server need not send', `2 1 1 ${digests.root.keySha256}`],
  ['a usage for the web', `1 1 1 ${keySha256}`],
  ['a digest that nobody knows', `3 1 3 ${keySha256}`],
])('%s does not', (_, value) => expect(fit(value)).toBe(false));

test("the name counts for an authority's record, and not for the server's own", () => {
  expect(fit(`2 1 1 ${digests.intermediate.keySha256}`, false)).toBe(false);
  expect(fit(`3 1 1 ${keySha256}`, false)).toBe(true);
});

test('what is proposed fits; without a certificate nothing does', () => {
  expect(fitting(leaf)).toBe(`3 1 1 ${keySha256}`);
  expect(fits(tlsaOf(fitting(leaf)), [], true)).toBe(false);
});

test('only 2 and 3 count for mail', () => {
  expect([0, 1, 2, 3, 4].filter((usage) => isUsable(tlsaOf(`${String(usage)} 1 1 00`)))).toEqual([2, 3]);
});
