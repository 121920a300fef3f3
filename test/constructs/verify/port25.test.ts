import { port25Output } from '../../../lib/constructs/verify/port25';
import { FakeAws } from '../fake-aws';

/** Time enough for what comes; a case in which nothing comes has little. */
const ENOUGH = 20_000;

/** Reports one after another; the last one stays. */
function said(patienceMs: number, ...reports: (object | Error)[]) {
  let asked = 0;
  const ssm = new FakeAws({
    GetParameter: () => {
      const report = reports[Math.min(asked, reports.length - 1)];
      asked += 1;
      if (report instanceof Error) throw report;
      return { Parameter: { Value: JSON.stringify(report) } };
    },
  });
  return { output: port25Output(ssm, '/kitte/prod/status', { patienceMs, pauseMs: 1 }), asked: () => asked };
}

const report = (port25: string) => ({ state: 'converged', port25 });

test.each([
  ['open', /^open: the machine reached port 25 of gmail-smtp-in\.l\.google\.com$/],
  [
    'closed',
    /^closed .*waits in the queue.* Next: npm run kitte -- port25 prints the request.*Port25Request/,
  ],
  ['refused', /^not known: .* refuses .* Next: .*--far-end HOST/],
  ['unresolved', /^not known: .* no address .* Next: npm run kitte -- port25/],
])('%s is told at the first look', async (state, words) => {
  const { output, asked } = said(ENOUGH, report(state));
  expect(await output).toMatch(words);
  expect(asked()).toBe(1);
});

test('a try that is under way is waited for', async () => {
  const { output, asked } = said(ENOUGH, {}, report(''), report('open'));
  expect(await output).toMatch(/^open/);
  expect(asked()).toBe(3);
});

test.each([
  ['a machine that never says', { state: 'converged' }],
  ['a report that may not be read', Object.assign(new Error('no'), { name: 'AccessDeniedException' })],
])('%s is not known, and no failure', async (_, answer) => {
  expect(await said(60, answer).output).toMatch(
    /^not known: the machine has not said yet\. Next: npm run kitte -- port25/,
  );
});
