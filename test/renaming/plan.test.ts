import type { Environment } from '../../lib/config/environment';
import { breaks } from '../../lib/config/succession';
import { deployedIn } from '../../lib/contract/settings';
import { hostInForce, hostOfAddress, inForce } from '../../lib/config/host-names';
import { placedRecords } from '../../lib/dns/former';
import { settingsDocument } from '../../lib/machine/settings';
import { renderUserData } from '../../lib/machine/user-data';
import { plan, type Step } from '../../lib/renaming/plan';
import type { Seen } from '../../lib/renaming/seen';
import { environment } from '../fixtures/environment';

const [old, next] = ['mail.example.com', 'smtp.example.com'];
const start = new Date('2026-11-25T12:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const at = (addresses: string[]) => [
  { server: 'ns1.example', addresses },
  { server: 'ns2.example', addresses },
];
const both = { [old]: at(['192.0.2.1']), [next]: at(['192.0.2.1']) };
const KEY = `example.com bounce.example.com ${old}`;

function seen(changes: Partial<Seen> = {}): Seen {
  const serving = { hostName: old, hosts: [old, next], dry: new Set<string>() };
  return {
    ...{
      answers: both,
      negativeTtl: { value: 900 },
      reverse: { value: [next] },
      serving: { value: serving },
    },
    ...changes,
  };
}

function edited(step: Step, from: Environment): Environment {
  if (step.kind === 'wait') throw new Error(`${step.reason} ${step.todo}`);
  return { ...from, ...step.names };
}

const first: Environment = {
  ...environment,
  hostName: old,
  envelopeDomain: 'bounce.example.com',
  served: [],
};
const publishing = edited(
  plan(
    first,
    seen({ answers: { [old]: both[old]!, [next]: at([]) }, serving: { unknown: '-' } }),
    start,
    next,
  ),
  first,
);
const published = edited(plan(publishing, seen(), start), publishing);
const reversed = edited(plan(published, seen(), after(900)), published);
const greeting = edited(plan(reversed, seen(), after(901)), reversed);
const served = { hostName: next, hosts: [next, old], dry: new Set([KEY]) };
const over = edited(plan(greeting, seen({ serving: { value: served } }), after(902)), greeting);
const way = [first, publishing, published, reversed, greeting, over];

test('the whole way: address and certificate, reverse name, greeting, and the end of the old name', () => {
  expect(way.map(hostInForce)).toEqual([old, old, old, old, next, next]);
  expect(way.map(hostOfAddress)).toEqual([old, old, old, next, next, next]);
  expect(way.map((each) => inForce(each).hosts)).toEqual([
    ...[[old], [old, next], [old, next], [old, next]],
    ...[[next, old], [next]],
  ]);
});

test('the deploy takes each step, and none that leaves one out', () => {
  const deployed = (each: Environment) => deployedIn(settingsDocument(each))!;
  const dry = new Set([KEY]);
  way.slice(1).forEach((each, index) => expect(breaks(deployed(way[index]!), each, dry)).toEqual([]));
  // A name that nobody can look up yet, whoever says that it is in force.
  expect(breaks(deployed(first), greeting, dry).map(({ what }) => what.en)).toEqual([
    expect.stringMatching(/would greet as smtp\.example\.com before/),
  ]);
  // Back before the greeting, which gives the rename up.
  expect(breaks(deployed(reversed), first, dry)).toEqual([]);
});

test('no step changes the user-data, so none stops the server', () => {
  expect(new Set(way.map(renderUserData)).size).toBe(1);
});

test('records of both names stand from the first step to the last, where MX and SRV lead to what greets', () => {
  const facts = { address: '192.0.2.1', dkim: () => ({ kitte1: '"v=DKIM1; p="' }) };
  const has = (each: Environment, host: string) =>
    placedRecords(each, facts).some(({ record }) => record.type === 'A' && record.name === host);
  expect(way.map((each) => has(each, old))).toEqual([true, true, true, true, true, false]);
  expect(way.map((each) => has(each, next))).toEqual([false, true, true, true, true, true]);
  for (const each of way) {
    const srv = placedRecords(each, facts).filter(({ record }) => record.type === 'SRV');
    expect(srv.every(({ record }) => record.values[0]?.endsWith(` ${hostInForce(each)}.`))).toBe(true);
    const policies = placedRecords(each, facts).filter(({ record }) => record.name === hostInForce(each));
    expect(policies.map(({ record }) => record.type)).toContain('TXT');
  }
});

test('too early: the reason, and the time where time is all that is needed', () => {
  const waits = (step: Step) => (step.kind === 'wait' ? step : undefined);
  expect(waits(plan(published, seen(), after(899)))).toMatchObject({ until: after(900) });
  expect(waits(plan(published, seen({ negativeTtl: { value: 86_400 } }), after(900)))).toMatchObject({
    until: after(86_400),
  });
  for (const [from, what, words] of [
    [
      publishing,
      { answers: { ...both, [next]: [...at(['192.0.2.1']).slice(1), ...at([]).slice(1)] } },
      /no A record/,
    ],
    [publishing, { answers: { ...both, [next]: at(['192.0.2.9']) } }, /192\.0\.2\.9 for smtp/],
    [publishing, { serving: { value: { ...served, hosts: [old] } } }, /certificate does not name smtp/],
    [publishing, { serving: { unknown: 'AccessDenied' } }, /not known: AccessDenied/],
    [reversed, { reverse: { value: [old] } }, /answers with mail\.example\.com/],
    [reversed, { answers: { ...both, [next]: at([]) } }, /no A record/],
    [greeting, { serving: { value: { ...served, hostName: old } } }, /greets as mail/],
    [greeting, { serving: { value: { ...served, dry: new Set<string>() } } }, /may still wait/],
    [over, {}, /nothing is being renamed/],
  ] as const)
    expect(waits(plan(from, seen(what), after(1e6)))?.reason).toMatch(words);
  expect(waits(plan(first, seen(), start, next))?.reason).toMatch(
    /record of smtp\.example\.com that Kitte did not/,
  );
  expect(waits(plan(reversed, seen(), start, 'post.example.com'))?.reason).toMatch(/is under way/);
});
