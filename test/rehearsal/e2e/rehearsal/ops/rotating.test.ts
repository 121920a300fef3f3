import { readFileSync, writeFileSync } from 'node:fs';

import { layout } from '../../../../../lib/rehearsal/world/layout';
import { onLaptop } from '../../laptop';
import { Day, SETTINGS } from './day';

/** What a config looks like decides who changes it, and in several environments which one. */
jest.setTimeout(120_000);
const day = Day.begin();

const rotate = (...more: string[]) => {
  const args = [
    'dkim',
    'rotate',
    '--yes',
    '--resolver',
    layout.router,
    '--config',
    day.server.config,
    ...more,
  ];
  return onLaptop(day.server.rehearsal.stand, args);
};
const source = () => readFileSync(day.server.config, 'utf8');
afterEach(() => day.server.write(SETTINGS));

test('a config that computes its keys is changed by hand: 3, the exact change, and nothing is written', async () => {
  const { domain, ...rest } = SETTINGS;
  const text = `const keys = () => ({ selectors: ['kitte1'] });\nexport default { ...${JSON.stringify(rest)}, domain: '${domain}', dkim: keys() };\n`;
  writeFileSync(day.server.config, text);
  const { code, stderr } = await rotate();
  expect(code).toBe(3);
  expect(stderr).toContain(`${day.server.config} is not changed by itself: dkim is computed: keys()`);
  expect(stderr).toMatch(/selectors: \['kitte1', 'kitte2'\]/);
  expect(stderr).toMatch(/rotation: \{ from: 'kitte1', to: 'kitte2' \}/);
  expect(source()).toBe(text);
});

test('of several environments the one that is named is changed, and its own keys are looked at', async () => {
  const { domain, hostedZone, ...rest } = SETTINGS;
  day.server.write({
    hostedZone: { ...hostedZone, name: domain },
    environments: { prod: { domain, ...rest }, test: { domain: `test.${domain}` } },
  });
  const before = source();
  const selectors = async (environment: string) => {
    const args = ['dkim', 'status', '--json', '--no-aws', '--resolver', layout.router];
    const { stdout } = await day.kitte(...args, '--environment', environment);
    const status = JSON.parse(stdout) as { selectors: readonly { selector: string }[] };
    return status.selectors.map(({ selector }) => selector);
  };
  const unnamed = await rotate();
  expect(unnamed).toMatchObject({ code: 1, stdout: '' });
  expect(unnamed.stderr).toContain('several environments: prod, test.');
  expect(source()).toBe(before);

  const prod = await rotate('--environment', 'prod');
  expect(prod.code).toBe(0);
  // Its lines are wrapped, and the folder's name decides where.
  expect(prod.stdout.replace(/\s+/g, ' ')).toContain("npx cdk deploy 'prod/*'");
  expect([await selectors('prod'), await selectors('test')]).toEqual([['kitte1', 'kitte2'], ['kitte1']]);
  // It is not deployed: the next step is too early, and waiting changes nothing.
  const changed = source();
  expect((await rotate('--environment', 'prod')).code).toBe(2);
  expect(source()).toBe(changed);

  const test = await rotate('--environment', 'test', '--selector', 's2027', '--no-aws');
  expect(test.code).toBe(0);
  expect(test.stdout).toContain("npx cdk deploy 'test/*'");
  expect([await selectors('prod'), await selectors('test')]).toEqual([
    ['kitte1', 'kitte2'],
    ['kitte1', 's2027'],
  ]);
});
