import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What one run of the CDK CLI left behind. */
export interface CdkRun {
  readonly exitCode: number;
  /** Standard output and standard error in the order of arrival, without colour. */
  readonly output: string;
  readonly seconds: number;
}

export interface CdkOptions {
  /** The project: where `cdk.json` is. */
  readonly projectDirectory: string;
  /**
   * Where the CLI runs.
   * @default - the project
   */
  readonly cwd?: string;
  /** Environment that points the CLI at the local account. */
  readonly env: Record<string, string>;
  /** Every run is appended here. */
  readonly logFile: string;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs the project's own, unmodified CDK CLI. Resolves whatever the exit code is: a deploy that is
 * meant to fail is a result too.
 */
export function runCdk(options: CdkOptions, args: readonly string[]): Promise<CdkRun> {
  const started = Date.now();
  const cli = join(options.projectDirectory, 'node_modules', '.bin', 'cdk');
  const log = (text: string) => appendFileSync(options.logFile, text);
  log(`$ cdk ${args.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    // Nothing else would end it when this process is killed: prctl(2), PR_SET_PDEATHSIG
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', cli, ...args], {
      cwd: options.cwd ?? options.projectDirectory,
      env: { ...options.env, NO_COLOR: '1', CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        log(text);
        output += text;
      });
      createInterface({ input: stream }).on('line', (line) => options.onLine?.(line));
    }
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ exitCode: code ?? 1, output, seconds: (Date.now() - started) / 1000 });
    });
  });
}
