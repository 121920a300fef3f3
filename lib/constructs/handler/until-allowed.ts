import { setTimeout as pause } from 'node:timers/promises';

import type {
  CdkCustomResourceIsCompleteEvent,
  CdkCustomResourceIsCompleteResponse,
  Context,
} from 'aws-lambda';

import { isPast } from './deadline';

/**
 * IAM tells a changed policy to its servers one by one: what was allowed a moment ago may be refused for seconds, and
 * CloudFormation calls a handler as soon as its policy is written.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;
/** What one more try wants of the function's own time-out. */
const ROOM_MS = 10_000;

export interface Clock {
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
}

const CLOCK: Clock = { now: () => new Date(), pause };

/** Each service has its own name for it: AccessDenied, AccessDeniedException, UnauthorizedOperation. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && /^(?:AccessDenied|UnauthorizedOperation)/.test(error.name);

/** A handler that may be run again from its beginning, run again while AWS refuses it what it was just allowed. */
export function untilAllowed<Event, Answer>(
  handler: (event: Event) => Promise<Answer>,
  { now, pause }: Clock = CLOCK,
) {
  return async (
    event: Event,
    { getRemainingTimeInMillis: left }: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<Answer> => {
    const begun = now().getTime();
    for (;;) {
      try {
        return await handler(event);
      } catch (error) {
        const waited = now().getTime() - begun;
        if (!isRefusal(error)) throw error;
        if (waited >= PATIENCE_MS || left() < PAUSE_MS + ROOM_MS) throw insisted(error, waited);
        await pause(PAUSE_MS);
      }
    }
  };
}

/** A poll is asked again anyway: a refusal is no answer before the deadline of the whole wait. */
export function pollUntilAllowed(
  isComplete: (event: CdkCustomResourceIsCompleteEvent) => Promise<CdkCustomResourceIsCompleteResponse>,
  { now }: Pick<Clock, 'now'> = CLOCK,
) {
  return async (event: CdkCustomResourceIsCompleteEvent): Promise<CdkCustomResourceIsCompleteResponse> => {
    try {
      return await isComplete(event);
    } catch (error) {
      const { Data } = event as { Data?: Record<string, unknown> };
      if (!isRefusal(error) || Data?.['Deadline'] === undefined || isPast(Data, now())) throw error;
      console.log(`Asked again, as a permission may not have spread yet: ${error.message}`);
      return { IsComplete: false };
    }
  };
}

/** The same error, so that its name stays; with what a new permission would have had. */
function insisted(error: Error, waitedMs: number): Error {
  error.message += ` (still after ${String(Math.round(waitedMs / 1000))} s: it is no new permission that has not spread yet)`;
  return error;
}
