import { generateKeyPairSync } from 'node:crypto';

import type { Dkim } from '../../lib/config/environment';
import type { Seen } from '../../lib/rotation/seen';

const fresh = () =>
  generateKeyPairSync('rsa', { modulusLength: 1024 })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');

/** Public keys by selector; making one takes a while. */
export const KEYS: Readonly<Record<string, string>> = { kitte1: fresh(), kitte2: fresh(), kitte3: fresh() };

export const SERVERS = ['ns1.example', 'ns2.example'];

export const dkim = (changes: Partial<Dkim> = {}): Dkim => ({
  selectors: ['kitte1'],
  active: 'kitte1',
  retired: [],
  keySize: 2048,
  ...changes,
});

/** Keys as given at every name server: a text is the key, `undefined` no record. */
export function seen(keys: Readonly<Record<string, string | undefined>>, rest: Partial<Seen> = {}): Seen {
  const answers = Object.entries(keys).map(
    ([selector, key]) =>
      [
        selector,
        SERVERS.map((server) => ({ server, address: '192.0.2.1', ...(key === undefined ? {} : { key }) })),
      ] as const,
  );
  return {
    answers: Object.fromEntries(answers),
    negativeTtl: { value: 900 },
    keys: { value: KEYS },
    made: { value: new Date('2026-11-01T00:00:00Z') },
    signing: { value: 'kitte1' },
    ...rest,
  };
}
