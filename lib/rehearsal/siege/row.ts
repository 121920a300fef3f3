/** What a client that did nothing wrong met, of one kind. */
export interface Met {
  readonly tries: number;
  readonly lost: number;
  /** Milliseconds of those that got through; 0 when none did. */
  readonly median: number;
  readonly worst: number;
}

/** One case of the siege suite; JSON as it is. */
export interface Row extends Met {
  readonly id: string;
  readonly group: 'siege' | 'hang' | 'held' | 'outage' | 'error';
  /** Who did what. */
  readonly attack: string;
  /** Connections that the attackers had at most, out of how many they wanted. */
  readonly held: string;
  /** Seconds until a message took less than one again. */
  readonly normalAfter: number;
  /** MiB that the machine's processes held at most. */
  readonly memory: number;
  readonly seen: string;
  /** Everything that was not as it must be. */
  readonly failures: readonly string[];
}

export function met(times: readonly number[], lost: number): Met {
  const sorted = [...times].sort((one, other) => one - other);
  return {
    tries: times.length + lost,
    lost,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    worst: sorted.at(-1) ?? 0,
  };
}
