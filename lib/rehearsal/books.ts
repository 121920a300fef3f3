import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps what one test file found, and writes the book of all that there are: files are run beside each other, and
 * whoever ends last has it whole. Answers the rows of the whole book, in the order given.
 */
export function keep<Row>(
  build: string,
  book: string,
  part: string,
  rows: readonly Row[],
  order: (one: Row, other: Row) => number = () => 0,
): Row[] {
  const folder = join(build, book);
  mkdirSync(folder, { recursive: true });
  writeWhole(join(folder, `${part}.json`), text(rows));
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Row[])
    .sort(order);
  writeWhole(join(build, `${book}.json`), text(all));
  return all;
}

/** Who reads it meanwhile finds the old text or the new one. */
export function writeWhole(file: string, content: string): void {
  const part = `${file}.${randomUUID()}.part`;
  writeFileSync(part, content);
  renameSync(part, file);
}

/** By the place of a name in a list; what is not in it comes last. */
export function listed<Row>(names: readonly string[], nameOf: (row: Row) => string) {
  const place = (row: Row) => (names.indexOf(nameOf(row)) + names.length + 1) % (names.length + 1);
  return (one: Row, other: Row) => place(one) - place(other);
}

const text = (rows: readonly unknown[]) => `${JSON.stringify(rows, null, 2)}\n`;
