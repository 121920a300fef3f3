import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import * as fc from 'fast-check';

import { planned, type WantedRecord } from '../../../lib/constructs/zone-records/changes';

const record = (name: string, value: string): WantedRecord => ({
  ...{ Name: `${name}.example.org.`, Type: 'TXT', TTL: '300', Values: [`"${value}"`] },
});
const set = (name: string, ...values: string[]): ResourceRecordSet => ({
  ...{ Name: `${name}.example.org.`, Type: 'TXT', TTL: 300 },
  ResourceRecords: values.map((Value) => ({ Value })),
});

test('an escape is the same character however it is written', () => {
  const wanted = { ...record('a', ''), Values: ['"a\\042b"', '"c"'] };
  expect(planned([set('a', '"c"', '"a\\"b"')], [wanted], [])).toEqual({ changes: [], foreign: [] });
  expect(planned([set('a', '"a\\"b"')], [wanted], []).foreign).toHaveLength(1);
});

test.each<[string, ResourceRecordSet, RegExp]>([
  [
    'an alias',
    {
      Name: 'a.example.org.',
      Type: 'TXT',
      AliasTarget: { DNSName: 'x.example.', HostedZoneId: 'Z', EvaluateTargetHealth: false },
    },
    /an alias or a routing policy to x\.example\./,
  ],
  ['one of several', { ...set('a', '"one"'), SetIdentifier: 'eu' }, /an alias or a routing policy/],
])("%s is nobody's but its owner's", (_, there, words) => {
  expect(planned([there], [record('a', 'one')], [record('a', 'one')]).foreign.join()).toMatch(words);
  expect(planned([there], [], [record('a', 'one')])).toEqual({ changes: [], foreign: [] });
});

const NAMES = ['a', 'b', 'c'] as const;
const some = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom('1', '2', '3'));
const listOf = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => record(name, value));

test('what was not made is as it was afterwards, and what is wanted is there or in the way', () => {
  fc.assert(
    fc.property(some, some, some, (there, wanted, before) => {
      const existing = Object.entries(there).map(([name, value]) => set(name, `"${value}"`));
      const { changes, foreign } = planned(existing, listOf(wanted), listOf(before));
      if (foreign.length > 0) {
        expect(
          NAMES.some(
            (name) =>
              name in there && name in wanted && there[name] !== wanted[name] && there[name] !== before[name],
          ),
        ).toBe(true);
        return;
      }
      const after: Record<string, string> = { ...there };
      for (const { Action, ResourceRecordSet: one } of changes) {
        const name = one?.Name?.split('.')[0] ?? '';
        expect(Action === 'CREATE').toBe(!(name in there));
        if (Action === 'DELETE') delete after[name];
        else after[name] = one?.ResourceRecords?.[0]?.Value?.replaceAll('"', '') ?? '';
      }
      for (const name of NAMES) {
        if (name in wanted) expect(after[name]).toBe(wanted[name]);
        else if (there[name] === before[name]) expect(after[name]).toBeUndefined();
        else expect(after[name]).toBe(there[name]);
      }
    }),
  );
});
