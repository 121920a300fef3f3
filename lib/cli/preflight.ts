import { Command } from 'commander';
import { clientsFor } from '../aws/clients';
import { loadConfig } from '../config/load';
import { select } from '../config/select';
import { preflight } from '../preflight/look';
import { exitCodeOf, type Row } from '../preflight/row';
import { lookOf } from '../rehearsal/report/terminal';
import { columns } from '../rehearsal/report/terminal-columns';
import { telling } from './failure';

interface PreflightOptions {
  readonly environment?: string;
  readonly config?: string;
  readonly json?: true;
}

const EXAMPLE = `
Example:
  kitte preflight --environment prod --json

Exit code: 0 nothing fails, 1 something fails. A skipped row could not be looked at; it says why.
Not looked at yet: delegation, Elastic IP quota, instance type, CAA, port 25.`;

/** `kitte preflight`: whether a deploy can succeed, before it is tried. */
export function preflightCommand(): Command {
  return new Command('preflight')
    .description('Ask AWS whether the config can be deployed. Changes nothing.')
    .option('--environment <name>', 'one environment (default: all)')
    .option('--config <file>', 'the config (default: kitte.config.ts)')
    .option('--json', 'print the rows as JSON')
    .addHelpText('after', EXAMPLE)
    .action(telling(run));
}

async function run(options: PreflightOptions): Promise<void> {
  const rows: (Row & { environment: string })[] = [];
  for (const environment of select(await loadConfig(options.config), options.environment)) {
    const found = await preflight(environment, clientsFor(environment.region));
    rows.push(...found.map((row) => ({ environment: environment.name, ...row })));
  }
  process.stdout.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : `${table(rows)}\n`);
  process.exitCode = exitCodeOf(rows);
}

function table(rows: readonly (Row & { environment: string })[]): string {
  return columns(
    rows.map(({ verdict, environment, id, subject, seen, expected, why, next }) => [
      verdict,
      `${environment} ${id}`,
      [`${subject}: ${seen}`, ...(next === '' ? [] : [`expected: ${expected}`, why, `next: ${next}`])].join(
        '\n',
      ),
    ]),
    lookOf(process.stdout, process.env).width,
  );
}
