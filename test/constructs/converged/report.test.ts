import { convergedIsComplete, convergedOnEvent } from '../../../lib/constructs/converged/report';
import type { Report } from '../../../lib/contract/report';
import { event, isCompleteEvent } from '../event';
import { awsError, FakeAws } from '../fake-aws';

const START = new Date('2026-01-01T00:00:00Z');
const LATE = new Date(START.getTime() + 16 * 60_000);
const wanted = {
  StatusParameter: '/kitte/prod/status',
  UserDataHash: 'u2',
  SettingsHash: 's2',
  UsersVersion: 'v2',
  UsersSecret: 'arn:users',
  InstanceId: 'i-2',
};
const report: Partial<Report> = {
  state: 'converged',
  reason: '',
  userData: 'u2',
  settings: 's2',
  usersVersion: 'v2',
  instance: 'i-2',
};

/** Somebody turned a password after the deploy. */
const secrets = new FakeAws({
  DescribeSecret: ({ SecretId }: { SecretId: string }) => {
    expect(SecretId).toBe('arn:users');
    return { VersionIdsToStages: { v1: ['AWSPREVIOUS'], turned: ['AWSCURRENT'] } };
  },
});

async function ask(
  text: string | Error,
  now = START,
  type: 'Create' | 'Update' | 'Delete' = 'Update',
  before: object = wanted,
  StackStatus = 'UPDATE_IN_PROGRESS',
) {
  const ssm = new FakeAws({
    GetParameter: () => {
      if (text instanceof Error) throw text;
      return { Parameter: { Value: text } };
    },
  });
  const sent = event(type, wanted, { before });
  const answered = await convergedOnEvent(() => START)(sent);
  expect(answered.PhysicalResourceId).toBe('/kitte/prod/status');
  const cloudFormation = new FakeAws({ DescribeStacks: () => ({ Stacks: [{ StackStatus }] }) });
  const complete = convergedIsComplete({ ssm, secretsManager: secrets, cloudFormation, now: () => now });
  return complete(isCompleteEvent(sent, answered));
}

const says = (changes: Partial<Report>) => JSON.stringify({ ...report, ...changes });

test('a report on exactly this config completes', async () => {
  expect(await ask(says({}))).toEqual({ IsComplete: true, Data: { State: 'converged', Reason: '-' } });
});

test('a password that was turned since is of this config too', async () => {
  expect(await ask(says({ usersVersion: 'turned' }))).toMatchObject({ IsComplete: true });
});

test('a machine that waits for its certificate completes, with the reason', async () => {
  expect(await ask(says({ state: 'waiting', reason: 'example.com is not delegated' }))).toEqual({
    IsComplete: true,
    Data: { State: 'waiting', Reason: 'example.com is not delegated' },
  });
});

test.each([
  { userData: 'u1' },
  { settings: 's1' },
  { usersVersion: 'v1' },
  { instance: 'i-1' },
] satisfies Partial<Report>[])('a report on another config does not count, good or bad: %j', async (old) => {
  expect(await ask(says(old))).toEqual({ IsComplete: false });
  expect(await ask(says({ ...old, state: 'failed', reason: 'of old' }))).toEqual({ IsComplete: false });
});

test('a machine that failed at this config fails the deploy with its reason', async () => {
  await expect(ask(says({ state: 'failed', reason: 'postfix check: bad' }))).rejects.toThrow(
    'The mail server could not take this config: postfix check: bad',
  );
});

const minutes = (count: number) => new Date(START.getTime() + count * 60_000).toISOString();
const first = { state: 'failed', reason: 'the volume is not ours', settings: '', usersVersion: '' } as const;

test.each([
  ['names no settings yet', {}],
  ['names the settings but not the passwords', { settings: 's2', usersVersion: 'v1' }],
])('a first word of failure that %s ends the deploy that hears it', async (_, words) => {
  await expect(ask(says({ ...first, ...words, at: minutes(1) }))).rejects.toThrow(/the volume is not ours/);
});

test('a machine that was just started may have failed before it was waited for', async () => {
  const word = says({ ...first, at: minutes(-1) });
  await expect(ask(word, START, 'Update', { ...wanted, UserDataHash: 'u1' })).rejects.toThrow(/not ours/);
  await expect(ask(word, START, 'Update', { ...wanted, InstanceId: 'i-1' })).rejects.toThrow(/not ours/);
  await expect(ask(word, START, 'Create', {})).rejects.toThrow(/not ours/);
  // Else it spoke in another deploy, and the new settings may be what mends it.
  expect(await ask(word, START, 'Update', { ...wanted, SettingsHash: 's1' })).toEqual({ IsComplete: false });
});

test.each([
  ['of an earlier deploy', { at: minutes(-6) }],
  ['without a time', {}],
  ['of other settings', { at: minutes(1), settings: 's1' }],
  ['of another user-data', { at: minutes(1), userData: 'u1' }],
  ['of another machine', { at: minutes(1), instance: 'i-1' }],
  ['that is none of failure', { at: minutes(1), state: 'waiting' as const }],
])('a first word %s does not count', async (_, words) => {
  expect(await ask(says({ ...first, ...words }), START, 'Create', {})).toEqual({ IsComplete: false });
});

test.each([
  ['no report yet', awsError('ParameterNotFound'), 'none'],
  ['half a report', '{"state":"conv', 'The report .* is no JSON object'],
  ['no report but JSON', 'null', 'The report .* is no JSON object'],
  ["the stack's own empty report", '{}', 'none'],
  ['one of a newer machine', '{"version":9}', 'The report .* of version 9, .* up to version 2'],
  ['an old report', says({ settings: 's1', state: 'waiting', reason: 'why' }), 'waiting, why'],
])('%s is waited for, and named past the deadline', async (_, text, last) => {
  expect(await ask(text)).toEqual({ IsComplete: false });
  await expect(ask(text, LATE)).rejects.toThrow(
    new RegExp(
      `i-2 did not report on this config within 15 minutes\\. Its last report: ${last}\\. Read its journal`,
    ),
  );
});

test('a call that is denied is not taken for a missing report', async () => {
  await expect(ask(awsError('AccessDeniedException'))).rejects.toThrow('AccessDeniedException');
});

test('a roll-back ends, whatever the machine says of what was before', async () => {
  const back = (text: string | Error, now = START) =>
    ask(text, now, 'Update', wanted, 'UPDATE_ROLLBACK_IN_PROGRESS');
  expect(await back(says({ state: 'failed', reason: 'the volume is not ours' }))).toEqual({
    IsComplete: true,
    Data: {
      State: 'failed',
      Reason: 'The mail server could not take this config: the volume is not ours',
    },
  });
  // It has its time all the same.
  expect(await back(awsError('ParameterNotFound'))).toEqual({ IsComplete: false });
  expect(await back(awsError('ParameterNotFound'), LATE)).toMatchObject({
    IsComplete: true,
    Data: { State: 'silent', Reason: expect.stringContaining('did not report') as string },
  });
});

test('deletion waits for nothing and asks nothing', async () => {
  const ssm = new FakeAws({});
  const complete = convergedIsComplete({
    ...{ ssm, secretsManager: secrets, cloudFormation: new FakeAws({}) },
    now: () => START,
  });
  const deletion = event('Delete', wanted) as Parameters<typeof complete>[0];
  expect(await complete(deletion)).toEqual({ IsComplete: true });
  expect(ssm.calls).toEqual([]);
});
