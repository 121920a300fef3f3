import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CdkCustomResourceIsCompleteEvent } from 'aws-lambda';

import { pollUntilAllowed, untilAllowed } from '../../../lib/constructs/handler/until-allowed';
import { awsError } from '../fake-aws';

/** A clock that goes on when it is slept by. */
function clock() {
  let at = Date.parse('2026-11-28T06:00:00Z');
  return {
    now: () => new Date(at),
    pause: (ms: number) => Promise.resolve((at += ms)),
  };
}

/** Refuses so often, then answers. */
function handler(refusals: number, name = 'AccessDeniedException') {
  const calls: unknown[] = [];
  const run = (event: unknown) => {
    calls.push(event);
    return calls.length > refusals ? Promise.resolve('done') : Promise.reject(awsError(name));
  };
  return { calls, run };
}

const plenty = { getRemainingTimeInMillis: () => 100_000 };

test.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])(
  'a handler that was just allowed is run again while AWS says %s',
  async (name) => {
    const { calls, run } = handler(30, name);
    await expect(untilAllowed(run, clock())('event', plenty)).resolves.toBe('done');
    expect(calls).toHaveLength(31);
    expect(new Set(calls)).toEqual(new Set(['event']));
  },
);

test('what is never allowed fails after a minute, under its own name and with the time', async () => {
  const { calls, run } = handler(Infinity);
  await expect(untilAllowed(run, clock())('event', plenty)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/^AWS says AccessDeniedException \(still after 60 s: /) as string,
  });
  expect(calls).toHaveLength(61);
});

test('another error is thrown at once, and nothing is begun that the time-out would cut', async () => {
  const other = handler(1, 'ParameterNotFound');
  await expect(untilAllowed(other.run, clock())('event', plenty)).rejects.toThrow(/^AWS says ParameterNotF/);
  expect(other.calls).toHaveLength(1);
  const { now, pause } = clock();
  const ends = now().getTime() + 20_000;
  const short = handler(Infinity);
  const context = { getRemainingTimeInMillis: () => ends - now().getTime() };
  await expect(untilAllowed(short.run, { now, pause })('event', context)).rejects.toThrow(/after 10 s/);
});

describe('a poll', () => {
  const { now } = clock();
  const asked = (Deadline?: string) =>
    ({ RequestType: 'Create', Data: { Deadline } }) as unknown as CdkCustomResourceIsCompleteEvent;
  const poll = (name: string) => pollUntilAllowed(() => Promise.reject(awsError(name)), { now });

  test('is not complete while it is refused before its deadline, and says so in the log', async () => {
    const log = jest.spyOn(console, 'log').mockReturnValue();
    const event = asked('2026-11-28T06:01:00Z');
    await expect(poll('UnauthorizedOperation')(event)).resolves.toEqual({ IsComplete: false });
    expect(log.mock.calls).toEqual([[expect.stringMatching(/AWS says UnauthorizedOperation$/)]]);
    await expect(poll('InternalError')(event)).rejects.toThrow('AWS says InternalError');
    const done = pollUntilAllowed(() => Promise.resolve({ IsComplete: true }), { now });
    await expect(done(event)).resolves.toEqual({ IsComplete: true });
  });

  test.each([['2026-11-28T05:59:59Z'], [undefined]])('fails when its deadline is %s', async (deadline) => {
    await expect(poll('AccessDenied')(asked(deadline))).rejects.toThrow('AWS says AccessDenied');
  });
});

const CONSTRUCTS = join(__dirname, '../../../lib/constructs');
const files = readdirSync(CONSTRUCTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.handler.ts'),
);

test.each(files)('%s exports no handler that a late permission breaks', (file) => {
  const exported = readFileSync(join(CONSTRUCTS, file), 'utf8').matchAll(/^export .*$/gm);
  for (const [line] of exported)
    expect(line).toMatch(
      /^export const (?:handler = (?:yielding\(\w+, )?untilAllowed|isComplete = (?:yielding\(\w+, )?pollUntilAllowed)\(/,
    );
});
