import fc from 'fast-check';

import { parseConfig } from '../../lib/config/parse';
import type { Dkim } from '../../lib/config/environment';
import { candidate, plan } from '../../lib/rotation/plan';
import { KEYS } from './seen';
import { AdverseWorld, NEGATIVE_TTL } from './world';

const base = { domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };

type Act =
  | { kind: 'pass'; seconds: number }
  | { kind: 'deploy'; machine: boolean; servers: boolean[] }
  | { kind: 'rotate'; withAws: boolean };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant('pass' as const),
    seconds: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 500_000 })),
  }),
  fc.record({
    kind: fc.constant('deploy' as const),
    machine: fc.boolean(),
    servers: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('rotate' as const), withAws: fc.boolean() }),
);

const times = fc.record({
  policy: fc.integer({ min: 1, max: 86_400 }),
  queueLifetime: fc.integer({ min: 60, max: 432_000 }),
});

/** Runs the acts; gives how far the rotation came and throws when a message could fail. */
function live(acts: readonly Act[], { policy, queueLifetime }: { policy: number; queueLifetime: number }) {
  const rest = { ttl: { address: 300, policy }, queueLifetime };
  let config: Dkim = { selectors: ['kitte1'], active: 'kitte1', retired: [], keySize: 2048 };
  const world = new AdverseWorld(rest, config);
  for (const each of acts) {
    if (each.kind === 'pass') world.pass(each.seconds);
    if (each.kind === 'deploy') world.deploy(config, each.machine, each.servers);
    if (each.kind === 'rotate') {
      const selectors = [...config.selectors, ...config.retired, candidate(config)];
      const step = plan({ ...rest, dkim: config }, world.seen(selectors, each.withAws), moment(world.now));
      if (step.kind === 'edit' && step.dkim.selectors.every((name) => name in KEYS)) config = step.dkim;
      // What the planner writes, the config accepts, and reads as it was meant.
      expect(parseConfig({ ...base, dkim: config })[0]?.dkim).toEqual(config);
    }
    expect(world.failing()).toEqual([]);
  }
  return config;
}

const moment = (seconds: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000);

test('whatever is done in whatever order, no message can fail by it', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 10, maxLength: 60 }), times, (acts, time) => {
      live(acts, time);
    }),
    { numRuns: 400 },
  );
});

test('whoever goes on trying comes to the end', () => {
  const round: Act[] = [
    { kind: 'rotate', withAws: true },
    { kind: 'deploy', machine: true, servers: [true, true] },
    { kind: 'pass', seconds: 500_000 },
  ];
  const rounds = Array.from({ length: 6 }, () => round).flat();
  expect(live(rounds.slice(0, 15), { policy: 3600, queueLifetime: 432_000 })).toEqual({
    selectors: ['kitte2'],
    active: 'kitte2',
    retired: ['kitte1'],
    keySize: 2048,
  });
});

/** The world of these tests does tell of a failure: each haste that the planner forbids is one. */
test('the world notices what is done too early', () => {
  const rest = { ttl: { address: 300, policy: 600 }, queueLifetime: 3600 };
  const one: Dkim = { selectors: ['kitte1'], active: 'kitte1', retired: [], keySize: 2048 };
  const two: Dkim = { ...one, selectors: ['kitte1', 'kitte2'] };
  const hasty = new AdverseWorld(rest, one);
  hasty.deploy(two, true, [true, true]);
  hasty.pass(NEGATIVE_TTL - 1);
  hasty.deploy({ ...two, active: 'kitte2' }, true, [true, true]);
  expect(hasty.failing()).toEqual(['kitte2']);
  hasty.pass(1);
  expect(hasty.failing()).toEqual([]);
  hasty.pass(3600);
  hasty.deploy({ ...one, selectors: ['kitte2'], active: 'kitte2', retired: ['kitte1'] }, true, [false, true]);
  expect(hasty.failing()).toEqual(['kitte1']);
});
