import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { gunzipSync } from 'fflate';

import type { Environment } from '../../lib/config/environment';
import { deployedIn, settingsHash } from '../../lib/contract/settings';
import { settingsDocument, settingsParameters } from '../../lib/machine/settings';
import { environment } from '../fixtures/environment';

const grown = (count: number): Environment => ({
  ...environment,
  users: Array.from({ length: count }, (_, index) => ({
    login: `app${String(index)}`,
    senders: [`app${String(index)}@example.com`],
    subaddresses: true,
  })),
});

/** As the machine does it. */
function read({ value, parts }: ReturnType<typeof settingsParameters>): string {
  const head = JSON.parse(value) as { parts?: { parent: string; count: number; sha256: string } };
  if (head.parts === undefined) return value;
  const { parent, count, sha256 } = head.parts;
  const held = new Map(parts.map((part) => [part.name, part.value]));
  const packed = Buffer.from(
    Array.from({ length: count }, (_, index) => held.get(`${parent}/${String(index)}`)).join(''),
    'base64',
  );
  expect(createHash('sha256').update(packed).digest('hex')).toBe(sha256);
  return Buffer.from(gunzipSync(packed)).toString();
}

test('settings that fit are one parameter that a person can read', () => {
  expect(settingsParameters(environment)).toEqual({ value: settingsDocument(environment), parts: [] });
});

test('whatever their size, no parameter is larger than AWS takes, and the document comes back whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1500 }), (count) => {
      const wanted = grown(count);
      const parameters = settingsParameters(wanted);
      for (const value of [parameters.value, ...parameters.parts.map((part) => part.value)])
        expect(Buffer.byteLength(value)).toBeLessThanOrEqual(4096);
      expect(read(parameters)).toBe(settingsDocument(wanted));
    }),
    { numRuns: 12 },
  );
});

test('a head says what the next deploy, preflight and a key rotation ask of the settings, in the words of before', () => {
  const wanted = grown(100);
  const { value, parts } = settingsParameters(wanted);
  expect(parts.length).toBeGreaterThan(0);
  expect(deployedIn(value)).toEqual(deployedIn(settingsDocument(wanted)));
  expect(JSON.parse(value)).toMatchObject({ version: 1, dkim: { active: 'kitte1' } });
});

test('parts of other content have other names, so those of before stay whole beside them; the head’s hash tells', () => {
  const [one, two] = [settingsParameters(grown(100)), settingsParameters(grown(101))];
  const names = new Set([...one.parts, ...two.parts].map(({ name }) => name));
  expect(names.size).toBe(one.parts.length + two.parts.length);
  expect([...names].every((name) => name.startsWith('/kitte/production/settings-parts/'))).toBe(true);
  expect(settingsHash(one.value)).not.toBe(settingsHash(two.value));
});
