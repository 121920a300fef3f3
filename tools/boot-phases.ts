/** What a machine's journal says of its first boot: seconds from the first line to the last of each mark. */

/** In their order. The words are of today's build and of those before it. */
const MARKS = [
  ['cloud-init hands over', /Starting kitte-setup\.service/],
  ['packages fetched', /Starting kitte-install\.service/],
  ['packages in place', /\]: installed: /],
  ['proven, signalled', /signalled SUCCESS to CloudFormation/],
  ['volume taken', /took the volume/],
  ['address taken', /took the address/],
  ['certificate obtained', /certificate for \S+ obtained/],
  ['ready', /\]: converged/],
] as const;

export interface Phase {
  readonly name: string;
  /** Since the first line of the journal. */
  readonly at: number;
  /** Since the mark before it. */
  readonly took: number;
}

/** From `journalctl --output=short-monotonic` of one boot. A mark that never came fails, named. */
export function phases(journal: string): Phase[] {
  const lines = journal.split('\n').flatMap((line) => {
    const at = /^\[\s*(\d+\.\d+)\]/.exec(line)?.[1];
    return at === undefined ? [] : [{ at: Number(at), line }];
  });
  const start = lines[0]?.at ?? 0;
  let before = start;
  return MARKS.map(([name, words]) => {
    const found = lines.find(({ line }) => words.test(line));
    if (found === undefined) throw new Error(`The journal has no line for "${name}", ${String(words)}.`);
    const phase = { name, at: round(found.at - start), took: round(found.at - before) };
    before = found.at;
    return phase;
  });
}

/** The longest time, in seconds, between two moments at which the door was open. */
export function longestGap(open: readonly number[]): number {
  return round(Math.max(0, ...open.slice(1).map((at, index) => (at - (open[index] ?? at)) / 1000)));
}

const round = (seconds: number) => Math.round(seconds * 100) / 100;

/** The median of each row, and what the second is of the first. */
export function ratio(before: readonly number[], after: readonly number[]) {
  const [first, second] = [median(before), median(after)];
  return { before: first, after: second, ratio: Math.round((second / first) * 100) / 100 };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
