/** A table in Markdown. Its cells may show what strangers sent. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

/** On one line and without meaning to Markdown or HTML. */
function cell(text: string): string {
  const flat = text.replace(/\p{Cc}+/gu, ' ').replace(/[\u202a-\u202e\u2066-\u2069]/g, '\u2423');
  const short = flat.length > 200 ? `${flat.slice(0, 199)}…` : flat;
  return short.replace(/[\\`*_{}[\]<>|]/g, '\\$&');
}
