import { stripVTControlCharacters } from 'node:util';

const GAP = '  ';

/** Rows in aligned columns without borders. The last column takes what is left of the width and wraps there. */
export function columns(rows: readonly (readonly string[])[], width: number): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, count - 1) }, (_, column) =>
    Math.max(...rows.map((row) => shown(row[column] ?? ''))),
  );
  const indent = widths.reduce((sum, each) => sum + each + GAP.length, 0);
  const room = Math.max(20, width - indent);
  return rows
    .flatMap((row) => {
      const left = widths.map((each, column) => padded(row[column] ?? '', each)).join(GAP) + GAP;
      const [first = '', ...rest] = wrapped(row[count - 1] ?? '', room);
      return [(left + first).trimEnd(), ...rest.map((line) => ' '.repeat(indent) + line)];
    })
    .join('\n');
}

/** Breaks after spaces; a word longer than the width (a key) is cut. */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let rest = line.trim();
    while (rest.length > width) {
      const space = rest.lastIndexOf(' ', width);
      const end = space > 0 ? space : width;
      lines.push(rest.slice(0, end));
      rest = rest.slice(end).trimStart();
    }
    return [...lines, rest];
  });
}

const shown = (text: string) => stripVTControlCharacters(text).length;
const padded = (text: string, width: number) => text + ' '.repeat(width - shown(text));
