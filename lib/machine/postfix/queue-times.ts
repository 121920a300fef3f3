/** Postfix's own times, in seconds: https://www.postfix.org/postconf.5.html#maximal_backoff_time */
const DEFAULTS = { maximalBackoff: 4000, minimalBackoff: 300, runDelay: 300 } as const;

export interface QueueTimes {
  readonly lifetime: number;
  readonly maximalBackoff: number;
  readonly minimalBackoff: number;
  readonly runDelay: number;
}

/** How often a message is tried while it may stay. A short life has short pauses, or there would be no second try in it. */
export function queueTimes(lifetime: number): QueueTimes {
  const most = Math.min(DEFAULTS.maximalBackoff, Math.ceil(lifetime / 10));
  return {
    lifetime,
    maximalBackoff: most,
    minimalBackoff: Math.min(DEFAULTS.minimalBackoff, most),
    runDelay: Math.min(DEFAULTS.runDelay, most),
  };
}

/**
 * Seconds after which no message of before can leave any more. The lifetime is looked at only when a try fails, and the last
 * try may begin a pause and a run of the queue manager after it.
 */
export function longestStay(lifetime: number): number {
  const { maximalBackoff, runDelay } = queueTimes(lifetime);
  return lifetime + maximalBackoff + runDelay;
}
