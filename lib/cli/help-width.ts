import type { Command } from 'commander';

import { lookOf } from '../rehearsal/report/terminal';
import { wrapped } from '../rehearsal/report/wrapping';

/** Commander wraps what it lays out itself; the sentences after it are ours. An example, indented, is pasted: it stays whole. */
export function withinWidth(command: Command): void {
  command.configureOutput({
    writeOut: (text) => {
      // As wide as Commander takes a pipe to be.
      const width = Math.min(lookOf(process.stdout, process.env).width, process.stdout.columns ?? 80);
      const fit = (line: string) => (/^\s/.test(line) ? [line] : wrapped(line, width));
      process.stdout.write(text.split('\n').flatMap(fit).join('\n'));
    },
  });
  for (const each of command.commands) withinWidth(each);
}
