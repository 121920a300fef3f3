import fc from 'fast-check';

import type { Deployed } from '../../lib/config/succession';
import { valueOf } from '../../lib/contract/reading';
import { dryIn, heldIn, NO_REPORT, readReport, REPORT_VERSION, SILENT } from '../../lib/contract/report';

/** As kitte 0.1.0 wrote it, and as 0.2.0 did. */
const OLD = {
  '0.1.0': {
    ...{ state: 'converged', reason: '', userData: '5f0e', settings: 'ab12', usersVersion: 'b2a1' },
    ...{ instance: 'i-0123456789abcdef0', at: '2026-11-25T01:24:09Z' },
  },
  '0.2.0': {
    ...{
      state: 'waiting',
      reason: 'the zone is not delegated',
      warning: '',
      userData: '5f0e',
      settings: 'ab12',
    },
    ...{ usersVersion: 'b2a1', port25: 'closed', former: 'a.example mail.a.example: dry', held: '' },
    ...{ instance: 'i-0123456789abcdef0', at: '2026-11-26T01:24:09Z' },
  },
};

test.each(Object.entries(OLD))('a report of kitte %s is of version 1, and what it lacks is empty', (_, old) =>
  expect(readReport(JSON.stringify(old))).toEqual({
    kind: 'read',
    value: { ...SILENT, ...old, version: 1 },
  }),
);

test('one of now is read as it was written, and a field that nobody knows is left out', () => {
  const now = { ...OLD['0.2.0'], unseen: 'b.example one._domainkey.b.example', version: REPORT_VERSION };
  expect(valueOf(readReport(JSON.stringify({ ...now, mood: 'good' })))).toEqual(now);
});

test('before the first there is none', () => expect(readReport(NO_REPORT)).toEqual({ kind: 'silent' }));

test('a newer one is said to be newer, with both versions and what to do', () => {
  const reading = readReport(JSON.stringify({ version: REPORT_VERSION + 1, mood: 'good' }));
  expect(reading).toEqual({
    kind: 'newer',
    words: {
      en: 'The report of the machine is of version 3, and this kitte reads up to version 2.',
      ja: 'マシンの報告はバージョン 3 ですが、この kitte が読めるのはバージョン 2 までです。',
    },
    remedy: {
      en: 'Another kitte, a newer one, deployed it: use that one (git pull && npm ci), or deploy with this one.',
      ja: expect.stringContaining('デプロイし直してください') as string,
    },
  });
});

test.each([
  ['', /it is no JSON object/],
  ['[]', /it is no JSON object/],
  ['null', /it is no JSON object/],
  ['{"state":"dreaming"}', /state "dreaming"/],
  ['{"reason":"none"}', /state is missing/],
  ['{"version":"two","state":"failed"}', /version "two"/],
  ['{"version":0,"state":"failed"}', /version 0/],
])('what cannot be read is said with the value: %s', (text, words) => {
  const reading = readReport(text);
  expect(reading).toEqual({
    kind: 'unreadable',
    words: {
      en: expect.stringMatching(words) as string,
      ja: expect.stringContaining('読めません') as string,
    },
    remedy: { en: 'Deploy again.', ja: 'デプロイし直してください。' },
  });
});

test('whatever stands in the parameter, reading it throws nothing', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readReport(text).kind !== undefined));
});

test('former names that nothing waits for, and names that are held', () => {
  expect(dryIn({ former: 'a b: dry; c d: waiting; e f: dry' })).toEqual(new Set(['a b', 'e f']));
  expect(dryIn({ former: '' })).toEqual(new Set());
  const before: Deployed = {
    ...{ domain: 'new.example', envelopeDomain: 'new.example', active: 'kitte1' },
    ...{ hosts: [], served: [], former: [] },
  };
  expect(heldIn({ held: 'a.example b.a.example s1' }, before)).toEqual({
    ...before,
    ...{ domain: 'a.example', envelopeDomain: 'b.a.example', active: 's1' },
  });
  expect(heldIn({ held: '' }, before)).toEqual(before);
});
