import type { ChildProcessWithoutNullStreams } from 'node:child_process';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is typed when a question is shown, one after the other. */
export type Keys = readonly (readonly [question: RegExp, answer: string])[];

export const CTRL_C = '\u0003';

/** Argument list that runs a program in a terminal; util-linux `script` makes one. */
export function inTerminal(argv: readonly string[], columns?: number): string[] {
  const command = argv.map((word) => `'${word}'`).join(' ');
  const sized = columns === undefined ? command : `stty cols ${String(columns)} rows 24; ${command}`;
  return ['script', '--quiet', '--return', '--command', sized, '/dev/null'];
}

/** To the end of it, its questions answered. Without `keys` its standard input is closed. */
export function conversed(child: ChildProcessWithoutNullStreams, keys?: Keys): Promise<Ended> {
  const left = [...(keys ?? [])];
  let seen = '';
  return new Promise((done, fail) => {
    const out = { stdout: '', stderr: '' };
    // A character may come in two chunks.
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      out.stdout += text;
      seen += text;
      const [next] = left;
      if (next === undefined || !next[0].test(seen)) return;
      left.shift();
      seen = '';
      child.stdin.write(next[1]);
    });
    child.stderr.on('data', (text: string) => (out.stderr += text));
    child.on('error', fail);
    child.on('close', (status) => done({ status, ...out }));
    if (keys === undefined) child.stdin.end();
  });
}

/** As a person reads it: without a terminal's own sequences. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- a terminal's own sequences
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/\r/g, '');
}
