/**
 * The provider framework's own time-out says only that time ran out. A handler that waits sets its deadline in
 * the `Data` of onEvent, which every isComplete call gets back, and names what it waited for.
 */
export interface Deadline {
  readonly Deadline: string;
}

export function deadlineIn(minutes: number, now: Date): Deadline {
  return { Deadline: new Date(now.getTime() + minutes * 60_000).toISOString() };
}

export function isPast(data: Record<string, unknown> | undefined, now: Date): boolean {
  const deadline = data?.['Deadline'];
  return typeof deadline === 'string' && now.getTime() > Date.parse(deadline);
}

/** When the wait of so many minutes began; not a number where there is no deadline. */
export function begunAt(data: Record<string, unknown> | undefined, minutes: number): number {
  const deadline = data?.['Deadline'];
  return typeof deadline === 'string' ? Date.parse(deadline) - minutes * 60_000 : NaN;
}
