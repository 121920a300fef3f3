import type { Lane } from './plan';

/** How one test case ended, as the reporter tells it. */
export interface Case {
  readonly file: string;
  readonly title: string;
  readonly passed: boolean;
  readonly skipped: boolean;
  /** Milliseconds since the epoch. */
  readonly begun: number;
  readonly ended: number;
  readonly message: string;
}

/** What is known of the run so far. */
export class Tally {
  readonly cases: Case[] = [];
  /** Lanes that could not be run to their end, with the reason. */
  readonly broken: { readonly lane: Lane; readonly why: string }[] = [];

  get passed(): number {
    return this.cases.filter(({ passed }) => passed).length;
  }

  /** A lane that broke is a failure as well, whatever its cases said before. */
  get failed(): number {
    return this.failures().length + this.broken.length;
  }

  failures(): Case[] {
    return this.cases.filter(({ passed, skipped }) => !passed && !skipped);
  }

  /** What a file took from the begin of its first case to the end of its last. */
  seconds(): Map<string, number> {
    const spans = new Map<string, { begun: number; ended: number }>();
    for (const { file, begun, ended } of this.cases) {
      const span = spans.get(file) ?? { begun, ended };
      spans.set(file, { begun: Math.min(span.begun, begun), ended: Math.max(span.ended, ended) });
    }
    return new Map([...spans].map(([file, { begun, ended }]) => [file, Math.round((ended - begun) / 1000)]));
  }
}

/** The command that repeats one failed case alone, for a shell. */
export function repeat({ file, title }: Pick<Case, 'file' | 'title'>): string {
  return `npx jest ${file} -t ${quoted(title.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const minutes = (seconds: number) => String(Math.max(1, Math.round(seconds / 60)));

/** How far the run is, in one line. */
export function progress(
  elapsed: number,
  left: number,
  { files, all, running }: { files: number; all: number; running: readonly string[] },
  tally: Pick<Tally, 'passed' | 'failed'>,
): string {
  const far = `${String(Math.round(elapsed / 60))} min: ${String(files)} of ${String(all)} files`;
  const cases = `${String(tally.passed)} tests passed, ${String(tally.failed)} failed`;
  return `${far}, ${cases}; about ${minutes(left)} min to go. Now: ${running.join(', ')}`;
}
