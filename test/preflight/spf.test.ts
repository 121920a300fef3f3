import { LookupError } from '../../lib/checks/probe';
import { rows, environment, type Changes } from './fake';

const spf = (include: readonly string[]) => ({ environment: { spf: { ...environment.spf, include } } });
const of = async (id: string, changes: Changes) => (await rows(changes)).filter((row) => row.id === id);

test('without an include there is nothing to go wrong; with a good one it is counted', async () => {
  expect(await of('spf', {})).toMatchObject([{ verdict: 'pass', seen: '0, 0 of them void' }]);
  const txt = { 'provider.example': ['v=spf1 ip4:198.51.100.0/24 -all'] };
  expect(await of('spf', { ...spf(['provider.example']), txt })).toMatchObject([
    { verdict: 'pass', seen: '1, 0 of them void' },
  ]);
});

test.each<[string, Changes['txt'], string]>([
  ['does not exist', {}, 'has no SPF record'],
  ['has two records', { 'provider.example': ['v=spf1 -all', 'v=spf1 ~all'] }, 'has 2 SPF records'],
  ['cannot be read', { 'provider.example': ['v=spf1 ip4:1.2.3 -all'] }, 'four numbers'],
  [
    'is not answered',
    { 'provider.example': new LookupError('TXT provider.example', 'ESERVFAIL') },
    'ESERVFAIL',
  ],
])('an include that %s stops before the deploy', async (_, txt, words) => {
  const [row, ...more] = await of('spf', { ...spf(['provider.example']), ...(txt ? { txt } : {}) });
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    verdict: 'fail',
    seen: expect.stringContaining(words) as string,
    next: expect.stringContaining('provider.example') as string,
    runbook: 'docs/runbook.md#check-preflight-spf',
  });
});

test('an eleventh lookup, and each broken include behind another', async () => {
  const many = Array.from({ length: 11 }, (_, at) => `exists:e${String(at)}.example`).join(' ');
  const txt = { 'many.example': [`v=spf1 ${many} -all`] };
  const found = await of('spf', { ...spf(['gone.example', 'many.example', 'lost.example']), txt });
  expect(found.map(({ seen }) => seen)).toEqual([
    expect.stringContaining('gone.example has no SPF record'),
    expect.stringContaining('lost.example has no SPF record'),
    expect.stringMatching(/^14, 13 of them void: TXT gone\.example, A e0\.example/),
  ]);
});

test('what receivers do not take as the config means it', async () => {
  expect(await of('config', {})).toMatchObject([{ verdict: 'pass' }]);
  const dmarc = { ...environment.dmarc, testing: true };
  expect(await of('config', { environment: { dmarc } })).toMatchObject([
    { verdict: 'warn', subject: 'dmarc.testing', runbook: 'docs/runbook.md#check-preflight-config' },
  ]);
});
