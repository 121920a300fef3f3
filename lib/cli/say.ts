import { lookOf } from '../rehearsal/report/terminal';
import { wrapped } from '../rehearsal/report/wrapping';

/** Sentences for a person, as wide as the terminal. What is to be pasted is not for this: it would be broken. */
export function say(text: string): void {
  tell(process.stdout, text);
}

/** How far it is, or why not further: beside the result, on standard error. */
export function progress(text: string): void {
  tell(process.stderr, text);
}

function tell(stream: NodeJS.WriteStream, text: string): void {
  const { width } = lookOf(stream, process.env);
  stream.write(`${wrapped(text, width).join('\n')}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** To the second, in UTC, as the server's journal has it. */
export function moment(at: Date): string {
  return at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '');
}
