import type { Letter, Mailbox, WholeLetter } from '../operate/mailbox/ask';
import { lookOf } from '../rehearsal/report/terminal';
import { columns } from '../rehearsal/report/terminal-columns';
import { visible } from '../rehearsal/report/visible';
import { wrapped } from '../rehearsal/report/wrapping';
import { moment } from './say';

type Stream = { readonly isTTY?: boolean; readonly columns?: number };

/** On one line, and made visible: whatever is in it, it moves no cursor. */
const line = (text: string) => visible(text).replace(/\s+/g, ' ').trim();

const when = ({ arrived }: Letter) =>
  arrived === '' ? 'at a time that is not noted' : moment(new Date(arrived));

/** What lies there, for a person: the oldest first. */
export function mailboxTable({ letters, total, bytes }: Mailbox, stream: Stream): string {
  if (total === 0) return 'Nothing lies in the mailbox.\n';
  const rows = letters.map((letter) => [
    letter.id,
    [
      `${when(letter)}, ${String(letter.bytes)} bytes, to ${line(letter.to) || 'nobody who is named'}`,
      `from ${line(letter.from) || line(letter.sender) || '<>'}`,
      ...(letter.subject === '' ? [] : [line(letter.subject)]),
      ...letter.failed.map(({ recipient, words }) => `not delivered to ${line(recipient)}: ${line(words)}`),
    ].join('\n'),
  ]);
  const count = total === 1 ? '1 letter' : `${String(total)} letters`;
  const shown =
    letters.length < total ? `, of which the newest ${String(letters.length)} are shown (--last)` : '';
  const table = rows.length === 0 ? '' : `${columns(rows, lookOf(stream, {}).width)}\n`;
  return `${table}${count}, ${String(bytes)} bytes${shown}.\n`;
}

/** One letter: its fields, its text, and the names of what is attached. */
export function letterText(letter: WholeLetter, stream: Stream): string {
  const { width } = lookOf(stream, {});
  const fields = letter.fields.map(([name, value]) => `${line(name)}: ${line(value)}`);
  const head = [`Letter ${letter.id}, ${when(letter)}, ${String(letter.bytes)} bytes`, '', ...fields];
  const attached = letter.attached.map(
    ({ type, name, bytes }) =>
      `Attached: ${line(type)}${name === '' ? '' : ` "${line(name)}"`}, ${String(bytes)} bytes`,
  );
  const left = [
    ...(letter.textLeft > 0 ? [`${String(letter.textLeft)} more characters of text are not shown.`] : []),
    ...(letter.left > 0 ? [`The last ${String(letter.left)} bytes of the letter were not read.`] : []),
  ];
  const fold = (parts: readonly string[]) => parts.flatMap((part) => wrapped(part, width));
  const tail = [...attached, ...left];
  // The text stands as it was written: white space has a meaning in it.
  const parts = [...fold(head), '', visible(letter.text).trimEnd()];
  return `${[...parts, ...(tail.length > 0 ? ['', ...fold(tail)] : [])].join('\n')}\n`;
}
