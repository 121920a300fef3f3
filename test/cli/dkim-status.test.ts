import { parseConfig } from '../../lib/config/parse';
import { allAnswered, statusJson, statusText } from '../../lib/cli/dkim-status';
import type { Situation } from '../../lib/cli/dkim-situation';
import { dueOf } from '../../lib/rotation/due';
import { plan } from '../../lib/rotation/plan';
import { KEYS, seen } from '../rotation/seen';

const [environment] = parseConfig({ domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } });
const look = { colour: false, width: 400 } as Parameters<typeof statusText>[1];

function at(now: string, more: Parameters<typeof seen>[1] = {}, answers = {}): Situation {
  const world = seen({ kitte1: KEYS['kitte1'], kitte2: undefined, ...answers }, more);
  const moment = new Date(now);
  return {
    file: 'kitte.config.ts',
    environments: [environment!],
    environment: environment!,
    isOneOfSeveral: false,
    seen: world,
    step: plan(environment!, world, moment),
    due: dueOf(world.made, moment),
  };
}

test('on a healthy server nothing is due', () => {
  const young = at('2026-11-27T12:00:00Z');
  expect(statusText(young, look)).toMatch(
    /Next: nothing is due: the key of kitte1 was made on 2026-11-01\. From 2027-11-01 on, sooner if somebody left .*: kitte dkim rotate/,
  );
  expect(statusJson(young).next).toMatchObject({ what: 'nothing is due', when: '2027-11-01T00:00:00Z' });
  expect(allAnswered(young)).toBe(true);
});

test('after a year a new key is due', () => {
  const old = at('2027-11-02T12:00:00Z');
  expect(statusText(old, look)).toMatch(
    /Next: a new key is due: .* publish the new key kitte2\. Now: kitte dkim rotate/,
  );
  expect(statusJson(old).next).toMatchObject({ when: 'now', command: 'kitte dkim rotate' });
});

test('without an account its age is not known, and nothing is called due', () => {
  const blind = at('2027-11-02T12:00:00Z', { made: { unknown: '--no-aws is given' } });
  expect(statusText(blind, look)).toMatch(
    /nothing is due: how old .* is not known: --no-aws is given\. Once a year/,
  );
  expect(statusJson(blind).next).toMatchObject({ what: 'nothing is due', when: null });
});

test.each([
  ['no name server', []],
  ['one that does not answer', [{ server: 'ns1.example', address: '192.0.2.1', error: 'ETIMEOUT' }]],
])('%s is no success', (_, answers) => {
  const situation = at('2026-11-27T12:00:00Z');
  const silent = { ...situation, seen: { ...situation.seen, answers: { kitte1: answers } } };
  expect(allAnswered(silent)).toBe(false);
});
