import { Life, receiving } from './life';

/** And its end, whatever it was like before. */
const life = Life.begin({ asLeft: true });

test('a destroy leaves nothing behind', async () => {
  await life.server.mustDeploy(receiving, { context: ['retain=false'] });
  expect(life.stand.account.reverseNames().size).toBe(1);
  const run = await life.stand.cdk([
    'destroy',
    'prod/*',
    '--force',
    ...life.server.rehearsal.context(),
    '-c',
    'retain=false',
  ]);
  expect(run.output).not.toMatch(/failed/i);
  expect(run.exitCode).toBe(0);
  expect(life.stand.account.reverseNames().size).toBe(0);
  expect(life.stand.account.remains().filter((line) => /kitte|^volume/.test(line))).toEqual([]);
  expect(life.stand.account.addresses()).toEqual([]);
}, 300_000);
