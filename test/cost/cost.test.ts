import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parseConfig } from '../../lib/config/parse';
import { estimate } from '../../lib/cost/estimate';
import { NOTED, PRICE_PAGES } from '../../lib/cost/prices';
import { costRows } from '../../lib/cost/table';
import { environment } from '../fixtures/environment';
import { bodyOf } from '../markdown';

const readme = readFileSync(resolve(__dirname, '../../README.md'), 'utf8');
/** What the README counts: the defaults, with a zone that Kitte creates. */
const [usual] = parseConfig({ domain: 'example.com', hostedZone: { create: true } });
const shown = estimate(usual!, 'us-east-1');

test("the README's table is this estimate", () => {
  const table = /\| What +\| Price[\s\S]*?\n\n/.exec(readme)?.[0] ?? '';
  expect(bodyOf(table)).toEqual(costRows(shown));
  expect(readme).toContain(`noted in ${NOTED}`);
  for (const page of Object.values(PRICE_PAGES)) expect(readme).toContain(page);
  expect(readme).toContain(`up to $${shown.staying.toFixed(2)} a month`);
});

test('what the config says is what is counted', () => {
  const { machine } = environment;
  const bigger = estimate({ ...environment, machine: { ...machine, volumeSizeGiB: 20 } }, 'us-east-1');
  expect(bigger.together - estimate(environment, 'us-east-1').together).toBeCloseTo(0.8);
  const keys = { ...environment.dkim, selectors: ['a', 'b', 'c'] };
  expect(estimate({ ...environment, dkim: keys }, 'us-east-1').lines.map(({ what }) => what)).toContain(
    'Key service, for reading 3 DKIM keys as often',
  );
  expect(estimate(environment, 'us-east-1').lines.some(({ what }) => what.startsWith('Hosted zone'))).toBe(
    false,
  );
  expect(estimate(environment, 'eu-west-1').together).toBeGreaterThan(
    estimate(environment, 'us-east-1').together,
  );
});

test('what is not known is said and not guessed', () => {
  const nowhere = estimate(environment, 'ap-south-2');
  expect(nowhere.unknown.join()).toContain('ap-south-2');
  expect(costRows(nowhere).filter(([, , month]) => month === 'unknown')).toHaveLength(3);
  const machine = { ...environment.machine, instanceType: 'm7g.large' };
  const large = estimate({ ...environment, machine }, 'us-east-1');
  expect(large.unknown.join()).toContain('m7g.large');
  expect(costRows(large).at(-1)?.[0]).toBe('Together, without what is unknown');
});
