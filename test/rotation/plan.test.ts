import { candidate, plan, written } from '../../lib/rotation/plan';
import type { Seen } from '../../lib/rotation/seen';
import { longestStay } from '../../lib/machine/postfix/queue-times';
import { dkim, KEYS, SERVERS, seen } from './seen';

const rest = { ttl: { address: 300, policy: 3600 }, queueLifetime: 432_000 };
const start = new Date('2026-11-25T12:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const moment = written(start);
const both = { kitte1: KEYS['kitte1'], kitte2: KEYS['kitte2'] };
const rotation = { from: 'kitte1', to: 'kitte2' };
const rotating = dkim({ selectors: ['kitte1', 'kitte2'], rotation });
const published = { ...rotating, rotation: { ...rotation, published: moment } };
const switching = { ...published, active: 'kitte2' };
const switched = { ...switching, rotation: { ...published.rotation, switched: moment } };
const signs = (value: string) => ({ signing: { value } });

const next = (config: typeof switching | ReturnType<typeof dkim>, what: Seen, now = start, wanted?: string) =>
  plan({ ...rest, dkim: config }, what, now, wanted);

test('the whole way, each phase a config', () => {
  expect(next(dkim(), seen({ kitte1: KEYS['kitte1'], kitte2: undefined }))).toMatchObject({
    kind: 'edit',
    deploy: true,
    dkim: rotating,
  });
  expect(next(rotating, seen(both))).toMatchObject({ kind: 'edit', deploy: false, dkim: published });
  expect(next(published, seen(both), after(3600))).toMatchObject({ deploy: true, dkim: switching });
  expect(next(switching, seen(both, signs('kitte2')))).toMatchObject({ deploy: false, dkim: switched });
  const over = next(switched, seen(both, signs('kitte2')), after(longestStay(432_000)));
  expect(over).toMatchObject({ kind: 'edit', deploy: true });
  expect(over.kind === 'edit' && over.dkim).toEqual(
    dkim({ selectors: ['kitte2'], active: 'kitte2', retired: ['kitte1'] }),
  );
});

test('too early: the reason, and the time where time is all that is needed', () => {
  expect(next(published, seen(both), after(3599))).toMatchObject({ kind: 'wait', until: after(3600) });
  // A zone that lets resolvers remember longer than the records live.
  const patient = seen(both, { negativeTtl: { value: 86_400 } });
  expect(next(published, patient, after(3600))).toMatchObject({ kind: 'wait', until: after(86_400) });
  expect(next(published, seen(both, { negativeTtl: { unknown: 'no answer' } }), after(1e6))).toMatchObject({
    kind: 'wait',
    reason: expect.stringMatching(/how long.*no answer/) as string,
  });
  // Five days, and the last try's pause and the queue manager's round after them.
  expect(next(switched, seen(both, signs('kitte2')), after(432_000 + 4299))).toMatchObject({
    kind: 'wait',
    reason: expect.stringMatching(/kitte1 may still be in the queue/) as string,
    until: after(432_000 + 4300),
  });
});

test.each([
  ['no record', { key: undefined }, /ns2\.example has no record/],
  ['an empty key', { key: '' }, /ns2\.example has an empty key/],
  ['another key', { key: KEYS['kitte3'] }, /ns2\.example has another key/],
  ['no answer', { error: 'ECONNREFUSED' }, /ns2\.example: ECONNREFUSED/],
])('one name server with %s holds every phase up', (_, odd, reason) => {
  const [one, two] = SERVERS;
  const at = { address: '192.0.2.1' };
  const answers = {
    kitte1: [],
    kitte2: [
      { server: one!, ...at, key: KEYS['kitte2']! },
      { server: two!, ...at, ...odd },
    ],
  };
  for (const config of [rotating, published, switching, switched])
    expect(next(config, { ...seen(both, signs(config.active)), answers } as Seen, after(1e7))).toMatchObject({
      kind: 'wait',
      reason: expect.stringMatching(reason) as string,
    });
});

test('a zone without name servers, and a key that is none, count as not published', () => {
  const none = { ...seen(both), answers: { kitte2: [] } };
  expect(next(rotating, none)).toMatchObject({ reason: expect.stringMatching(/no name server/) as string });
  const bad = seen({ ...both, kitte2: 'AAAA' }, { keys: { unknown: 'no credentials' } });
  expect(next(rotating, bad)).toMatchObject({ reason: expect.stringMatching(/cannot be read/) as string });
});

test('what the server does not confirm is not taken for done', () => {
  expect(next(switching, seen(both))).toMatchObject({
    kind: 'wait',
    reason: 'The server signs with kitte1.',
  });
  expect(next(switching, seen(both, { signing: { unknown: 'no credentials' } }))).toMatchObject({
    kind: 'wait',
    todo: expect.stringMatching(/AWS credentials/) as string,
  });
  expect(next(switched, seen(both, signs('kitte1')), after(1e7))).toMatchObject({
    kind: 'wait',
    todo: expect.stringMatching(/Remove dkim\.rotation\.switched/) as string,
  });
});

test('a rotation begins only where the last one is over, and with a name that is free', () => {
  const alone = seen({ kitte1: KEYS['kitte1'], kitte2: undefined });
  const retired = dkim({ selectors: ['kitte2'], active: 'kitte2', retired: ['kitte1'] });
  expect(next(retired, seen({ ...both, kitte3: undefined }, signs('kitte2')))).toMatchObject({
    kind: 'wait',
    reason: expect.stringMatching(/retired selector kitte1 still has its key: ns1/) as string,
  });
  const empty = seen({ kitte1: '', kitte2: KEYS['kitte2'], kitte3: undefined }, signs('kitte2'));
  expect(next(retired, empty)).toMatchObject({
    kind: 'edit',
    dkim: { selectors: ['kitte2', 'kitte3'], rotation: { from: 'kitte2', to: 'kitte3' } },
  });
  expect(next(dkim(), seen(both))).toMatchObject({
    reason: expect.stringMatching(/a record of kitte2 that Kitte did not make/) as string,
  });
  expect(next(dkim(), alone, start, 'kitte1')).toMatchObject({ reason: 'kitte1 signs already.' });
  expect(next(retired, empty, start, 'kitte1')).toMatchObject({ reason: 'kitte1 is retired.' });
  expect(next(dkim(), { ...alone, signing: { value: 'old' } })).toMatchObject({
    reason: expect.stringMatching(/signs with old/) as string,
  });
  expect(next(rotating, seen(both), start, 'other')).toMatchObject({
    reason: 'A rotation from kitte1 to kitte2 is under way.',
  });
});

test('a selector that was published by hand may be taken', () => {
  const config = dkim({ selectors: ['kitte1', 'kitte2'] });
  expect(candidate(config)).toBe('kitte3');
  expect(next(config, seen(both), start, 'kitte2')).toMatchObject({ kind: 'edit', dkim: rotating });
});

test('a moment is never written too early', () => {
  expect(written(new Date('2026-11-25T12:00:00.001Z'))).toBe('2026-11-25T12:00:01Z');
  expect(written(new Date('2026-11-25T12:00:00.000Z'))).toBe('2026-11-25T12:00:00Z');
});
