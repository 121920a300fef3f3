import { plan, written } from '../../lib/rotation/plan';
import type { Seen } from '../../lib/rotation/seen';
import { longestStay } from '../../lib/machine/postfix/queue-times';
import { dkim, KEYS, seen, SERVERS } from './seen';

/** A domain whose DNS is not in Route 53: no deploy publishes a key, and none signs before a person has. */
const start = new Date('2026-11-25T12:00:00Z');
const zone = { domain: 'example.org', hostedZone: { kind: 'elsewhere', name: 'example.org' } } as const;
const rest = { ttl: { address: 300, policy: 3600 }, queueLifetime: 432_000, ...zone };
const rotation = { from: 'kitte1', to: 'kitte2' };
const rotating = dkim({ selectors: ['kitte1', 'kitte2'], rotation });
const next = (config: typeof rotating, what: Seen, now = start) => plan({ ...rest, dkim: config }, what, now);
const PRINTS = /\(`kitte zone --domain example\.org` prints it\)/;

test('the first step says which record to enter, and the next waits for it', () => {
  const begun = next(dkim(), seen({ kitte1: KEYS['kitte1'], kitte2: undefined }));
  expect(begun).toMatchObject({ kind: 'edit', deploy: true, dkim: rotating });
  const words = /enter the record kitte2\._domainkey\.example\.org at the DNS of example\.org/;
  expect(JSON.stringify(begun)).toMatch(words);
  expect(JSON.stringify(begun)).toMatch(PRINTS);
  const waits = next(rotating, seen({ kitte1: KEYS['kitte1'], kitte2: undefined }));
  expect(waits).toMatchObject({ kind: 'wait', todo: expect.stringMatching(words) as string });
});

test('signing is not switched while a single name server lacks the key, or has another', () => {
  const published = { ...rotating, rotation: { ...rotation, published: written(start) } };
  const late = new Date(start.getTime() + 7_200_000);
  const all = seen({ kitte1: KEYS['kitte1'], kitte2: KEYS['kitte2'] });
  expect(next(published, all, late)).toMatchObject({ kind: 'edit', dkim: { active: 'kitte2' } });
  for (const key of [undefined, KEYS['kitte1']]) {
    const [first, ...others] = all.answers['kitte2'] ?? [];
    if (first === undefined) throw new Error('nobody answers');
    const { server, address } = first;
    const one = { server, address, ...(key === undefined ? {} : { key }) };
    const what = { ...all, answers: { ...all.answers, kitte2: [one, ...others] } };
    expect(next(published, what, late)).toMatchObject({ kind: 'wait' });
    expect(next(rotating, what, late)).toMatchObject({ kind: 'wait' });
  }
  // Nor where nobody is there to be asked.
  const none = Object.fromEntries(Object.keys(all.answers).map((selector) => [selector, []]));
  expect(next(published, { ...all, answers: none }, late)).toMatchObject({ kind: 'wait' });
  expect(SERVERS.length).toBeGreaterThan(1);
});

test('in the end it says which record becomes an empty key, and looks that it did', () => {
  const switched = {
    ...rotating,
    active: 'kitte2',
    rotation: { ...rotation, published: written(start), switched: written(start) },
  };
  const both = { kitte1: KEYS['kitte1'], kitte2: KEYS['kitte2'] };
  const over = new Date(start.getTime() + longestStay(432_000) * 1000);
  const retired = next(switched, seen(both, { signing: { value: 'kitte2' } }), over);
  const words = /change the record kitte1\._domainkey\.example\.org .* to an empty key/;
  expect(retired).toMatchObject({ kind: 'edit', dkim: { retired: ['kitte1'] } });
  expect(JSON.stringify(retired)).toMatch(words);
  const after = dkim({ selectors: ['kitte2'], active: 'kitte2', retired: ['kitte1'] });
  expect(next(after, seen(both, { signing: { value: 'kitte2' } }), over)).toMatchObject({
    kind: 'wait',
    todo: expect.stringMatching(words) as string,
  });
});
