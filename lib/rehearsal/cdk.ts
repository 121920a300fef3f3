import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

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
  const log = createWriteStream(options.logFile, { flags: 'a' });
  log.write(`$ cdk ${args.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(cli, args, {
      cwd: options.cwd ?? options.projectDirectory,
      env: { ...options.env, NO_COLOR: '1', CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    let output = '';
    let unfinished = '';
    const take = (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      log.write(text);
      output += text;
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => {
      log.end();
      resolve({ exitCode: code ?? 1, output, seconds: (Date.now() - started) / 1000 });
    });
  });
}
