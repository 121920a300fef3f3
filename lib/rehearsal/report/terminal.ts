import { headerFields, isVerdictField } from './header-fields';
import {
  allVerdicts,
  answersAsWritten,
  type Message,
  type RecordSeen,
  type RehearsalResult,
  type Verdict,
} from './result';
import { columns } from './terminal-columns';
import { wrapped } from './wrapping';
import { TITLE } from './verdict-cards';
import { visible } from './visible';

/** How the terminal wants its text. */
export interface Look {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}

/** Colour only for a person who looks at it and has not declined it (https://no-color.org). */
export function lookOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: { readonly NO_COLOR?: string | undefined },
): Look {
  return {
    colour: stream.isTTY === true && (environment.NO_COLOR ?? '') === '',
    width: Math.max(40, Math.min(stream.columns ?? 100, 140)),
  };
}

/** The whole result for a terminal: verdicts, the headers that carry them, the records, the outcome. */
export function renderTerminal(result: RehearsalResult, look: Look): string {
  const parts = [
    ...result.messages.map((message) => messageText(message, look)),
    ...(result.verdicts.length === 0 ? [] : [heading('Checks', look) + verdictTable(result.verdicts, look)]),
    heading('Records', look) + recordsTable(result.records, look),
    outcome(result, look),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What a log or a program's pipe has room for: a line a part, what is not as expected in full, the outcome. */
export function renderShort(result: RehearsalResult, look: Look): string {
  const counted = (title: string, verdicts: readonly Verdict[]) => ({ title, verdicts });
  const groups = [
    ...result.messages.map(({ subject, port, verdicts }) =>
      counted(`${visible(subject)}, port ${String(port)}`, verdicts),
    ),
    ...(result.verdicts.length === 0 ? [] : [counted('Checks', result.verdicts)]),
  ];
  const lines = groups.map(({ title, verdicts }) => {
    const met = verdicts.filter(({ pass }) => pass).length;
    return `${title}: ${String(met)} of ${String(verdicts.length)} as expected`;
  });
  const answering = result.records.filter(answersAsWritten).length;
  const failed = allVerdicts(result).filter(({ pass }) => !pass);
  const wrong = result.records.filter((record) => !answersAsWritten(record));
  return `${[
    ...lines,
    `Records: ${String(answering)} of ${String(result.records.length)} answer as written`,
    ...(failed.length === 0 ? [] : ['', verdictTable(failed, look)]),
    ...(wrong.length === 0 ? [] : ['', recordsTable(wrong, look)]),
    outcome(result, look),
  ].join('\n')}\n`;
}

export function verdictTable(verdicts: readonly Verdict[], look: Look): string {
  return columns(
    verdicts.map((verdict) => [
      verdict.pass ? paint('✓', GREEN, look) : paint('✗', RED, look),
      TITLE[verdict.id],
      visible(verdict.seen),
      [verdict.subject, ...(verdict.pass ? [] : [`expected: ${verdict.expected}`]), verdict.words]
        .filter((line) => line !== '')
        .map(visible)
        .join('\n'),
    ]),
    look.width,
  );
}

export function recordsTable(records: readonly RecordSeen[], look: Look): string {
  return columns(
    records.map((record) => [
      answersAsWritten(record) ? paint('✓', GREEN, look) : paint('✗', RED, look),
      record.type,
      [record.name, ...record.values, ...differing(record), record.why].map(visible).join('\n'),
    ]),
    look.width,
  );
}

function differing(record: RecordSeen): readonly string[] {
  if (answersAsWritten(record)) return [];
  return [`the DNS answers: ${record.answers.length === 0 ? 'nothing' : record.answers.join(' ')}`];
}

function messageText(message: Message, look: Look): string {
  const excerpt = headerFields(message.headers)
    .filter((field) => isVerdictField(field) || /^(return-path|received|from|subject)$/i.test(field.name))
    .flatMap((field) => wrapped(visible(`${field.name}: ${field.body.replace(/\s+/g, ' ')}`), look.width - 4))
    .map((line) => `  ${line}`);
  return [
    heading(`${visible(message.subject)}, port ${message.port}`, look) + verdictTable(message.verdicts, look),
    paint('As received', DIM, look),
    ...excerpt,
  ].join('\n');
}

function outcome(result: RehearsalResult, look: Look): string {
  const verdicts = allVerdicts(result);
  const met = verdicts.filter(({ pass }) => pass).length;
  const words = `${met} of ${verdicts.length} verdicts as expected, in ${Math.round(result.seconds)} s.`;
  const sentence = result.ok ? 'The mail is accepted.' : 'The mail is not accepted yet.';
  return wrapped(`${sentence} ${words}`, look.width)
    .map((line) => paint(line, result.ok ? GREEN : RED, look))
    .join('\n');
}

const heading = (text: string, look: Look) => `${paint(text, BOLD, look)}\n`;

const [BOLD, DIM, RED, GREEN] = [1, 2, 31, 32] as const;

function paint(text: string, code: number, { colour }: Look): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}
