import type { Listed } from '../dns/listing';
import type { Look } from '../rehearsal/report/terminal';
import { columns } from '../rehearsal/report/terminal-columns';
import { wrapped } from '../rehearsal/report/wrapping';

/** Narrower than this, a value beside its name would be cut to shreds. */
const ROOM_FOR_A_VALUE = 40;

/** Records for a person to read: name, type, value, and why below the value. */
export function zoneTable(listed: readonly Listed[], look: Look): string {
  const longest = Math.max(...listed.map(({ record }) => record.name.length));
  const beside = look.width - longest - '  TXT   '.length >= ROOM_FOR_A_VALUE;
  return beside ? sideBySide(listed, look) : stacked(listed, look);
}

function sideBySide(listed: readonly Listed[], look: Look): string {
  const heading = ['Name', 'Type', 'Value, and why'].map((text) => strong(text, look));
  const rows = listed.map(({ record, missing }) => [
    record.name,
    record.type,
    [...record.values, record.why, ...(missing === undefined ? [] : [missing])].join('\n'),
  ]);
  return `${columns([heading, ...rows], look.width)}\n`;
}

function stacked(listed: readonly Listed[], look: Look): string {
  const blocks = listed.map(({ record, missing }) => {
    const below = [...record.values, record.why, ...(missing === undefined ? [] : [missing])];
    return [
      ...wrapped(`${record.name} ${record.type}`, look.width).map((text) => strong(text, look)),
      ...below.flatMap((text) => wrapped(text, look.width - 2)).map((text) => `  ${text}`),
    ].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}

function strong(text: string, { colour }: Look): string {
  return colour ? `\u001b[1m${text}\u001b[22m` : text;
}
