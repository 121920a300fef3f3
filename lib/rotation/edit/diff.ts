const AROUND = 2;

/** The one place in which two texts differ, with a few lines around it. */
export function diff(before: string, after: string): string {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const mark = (sign: string, lines: readonly string[]) => lines.map((line) => `${sign} ${line}\n`);
  return [
    ...mark(' ', old.slice(Math.max(0, head - AROUND), head)),
    ...mark('-', old.slice(head, old.length - tail)),
    ...mark('+', now.slice(head, now.length - tail)),
    ...mark(' ', old.slice(old.length - tail, old.length - tail + AROUND)),
  ].join('');
}
