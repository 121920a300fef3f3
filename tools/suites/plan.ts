/** A test file that boots, or that wants time. */
export interface TestFile {
  readonly suite: string;
  /** From the project's root. */
  readonly path: string;
  /** What it took the last time, without a deploy. */
  readonly seconds: number;
}

/** Files of one server, one after the other in one process. */
export interface Lane {
  readonly suite: string;
  readonly name: string;
  readonly files: readonly TestFile[];
  readonly seconds: number;
  /** Beside nothing else: its cases measure time. */
  readonly quiet: boolean;
}

export interface Pace {
  /** Seconds that a lane needs before its first test. */
  readonly deploy: number;
  /** A lane that would take longer is split over two servers. */
  readonly most: number;
}

/** A file whose name says so measures time. */
export const isQuiet = (path: string) => path.endsWith('.quiet.test.ts');

const serverOf = ({ path }: TestFile) => path.slice(0, path.lastIndexOf('/'));
const sum = (files: readonly TestFile[]) => files.reduce((all, { seconds }) => all + seconds, 0);

/** The files of a folder share a server; folders that take long get several. The longest lane comes first. */
export function plan(files: readonly TestFile[], pace: Pace): Lane[] {
  const lanes = [true, false].flatMap((quiet) => {
    const its = files.filter(({ path }) => isQuiet(path) === quiet);
    return [...new Set(its.map(serverOf))].flatMap((server) => {
      const parts = split(
        its.filter((file) => serverOf(file) === server),
        pace,
      );
      return parts.map((part, at) => ({
        suite: part[0]?.suite ?? '',
        name: [server.split('/').slice(3).join('-'), ...(parts.length > 1 ? [String(at + 1)] : [])]
          .concat(quiet ? ['quiet'] : [])
          .join('-'),
        files: part,
        seconds: pace.deploy + sum(part),
        quiet,
      }));
    });
  });
  return lanes.sort((a, b) => Number(a.quiet) - Number(b.quiet) || b.seconds - a.seconds);
}

/** The longest file goes to the part that has least; within a part they keep the order of their names. */
function split(files: readonly TestFile[], { most }: Pace): TestFile[][] {
  const count = Math.max(1, Math.min(files.length, Math.ceil(sum(files) / most)));
  const parts = Array.from({ length: count }, (): TestFile[] => []);
  for (const file of [...files].sort((a, b) => b.seconds - a.seconds))
    parts.reduce((least, part) => (sum(part) < sum(least) ? part : least)).push(file);
  return parts.map((part) => part.sort((a, b) => a.path.localeCompare(b.path)));
}

/**
 * How long a lane may be: with more servers a run of few files ends sooner, until what they cost is more than what they save.
 */
export function longest(files: readonly TestFile[], { deploy, most }: Pace, places: number): number {
  return Math.min(most, Math.max(2 * deploy, sum(files) / places));
}

/** Seconds until all is done, by so many at a time: each place takes the next as soon as it is free. */
export function toGo(running: readonly number[], waiting: readonly number[], places: number): number {
  const free = Array.from({ length: Math.max(places, running.length) }, (_, at) => running[at] ?? 0);
  for (const seconds of waiting) {
    const next = free.indexOf(Math.min(...free));
    free[next] = (free[next] ?? 0) + seconds;
  }
  return Math.max(0, ...free);
}
