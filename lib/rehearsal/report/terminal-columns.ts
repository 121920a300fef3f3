import { shownWidth, wrapped } from './wrapping';

const GAP = '  ';
/** The last column keeps so much in the narrowest terminal. */
const LEAST = 12;

/** Rows in aligned columns without borders. The last column takes what is left of the width and wraps there. */
export function columns(rows: readonly (readonly string[])[], width: number): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, count - 1) }, (_, column) =>
    Math.max(...rows.map((row) => shownWidth(row[column] ?? ''))),
  );
  const indent = widths.reduce((sum, each) => sum + each + GAP.length, 0);
  const room = Math.max(LEAST, width - indent);
  return rows
    .flatMap((row) => {
      const left = widths.map((each, column) => padded(row[column] ?? '', each)).join(GAP) + GAP;
      const [first = '', ...rest] = wrapped(row[count - 1] ?? '', room);
      return [(left + first).trimEnd(), ...rest.map((line) => ' '.repeat(indent) + line)];
    })
    .join('\n');
}

const padded = (text: string, width: number) => text + ' '.repeat(width - shownWidth(text));
