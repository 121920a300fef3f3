import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { transformSync } from 'esbuild';
import type { AccountBase } from '../account-base';
import type { Credentials } from '../identity';
import type { Value } from '../values';

/** The host that response URLs point to; the Lambda child hands a PUT there to us instead of the network. */
export const RESPONSE_HOST = 'cloudformation-custom-resource-response.local-account.example';

export interface FunctionConfig {
  readonly name: string;
  readonly arn: string;
  readonly role: string;
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly code: Readonly<Record<string, Uint8Array>>;
}

export interface Invocation {
  readonly error: boolean;
  /** JSON. */
  readonly payload: string;
}

interface Host {
  readonly account: Pick<AccountBase, 'endpoint' | 'region' | 'options'>;
  log(text: string): void;
  /** A body for CloudFormation's response URL of this token. */
  responded(token: string, body: string): void;
}

/**
 * One function's process. Requests go to its stdin and answers come from its stdout, a JSON line each, because
 * these two survive every wrapper (`ip netns exec`, `nsenter`, `sudo`); what it logs comes over stderr.
 */
export class Sandbox {
  alive = true;
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, (result: Invocation) => void>();
  private next = 1;

  constructor(
    private readonly config: FunctionConfig,
    directory: string,
    private readonly host: Host,
  ) {
    const root = mkdtempSync(join(directory, `${config.name}-`));
    for (const [path, bytes] of Object.entries(config.code)) {
      if (path.endsWith('/')) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    const bootstrap = join(directory, 'child.cjs');
    // Once: written again, it would be empty for a moment to another function's process that starts just then.
    if (!existsSync(bootstrap)) writeFileSync(bootstrap, childProgram());
    const { argv, env } = this.launch([process.execPath, bootstrap], {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      ...config.environment,
      AWS_ENDPOINT_URL: host.account.endpoint,
      AWS_REGION: host.account.region,
      AWS_DEFAULT_REGION: host.account.region,
      AWS_LAMBDA_FUNCTION_NAME: config.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memory),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${config.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
      LAMBDA_TASK_ROOT: root,
      _HANDLER: config.handler,
      NODE_PATH: resolve(__dirname, '../../../node_modules'),
      KITTE_RESPONSE_HOST: RESPONSE_HOST,
    });
    this.child = spawn(argv[0] as string, argv.slice(1), { env, cwd: root, stdio: 'pipe' });
    this.child.once('error', (error) => this.end(`cannot start: ${error.message}`));
    this.child.once('exit', (code, signal) => this.end(`exited with ${signal ?? code}`));
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
      this.receive(line),
    );
    createInterface({ input: this.child.stderr as NodeJS.ReadableStream }).on('line', (line) =>
      host.log(line),
    );
  }

  invoke(event: Value, credentials: Credentials): Promise<Invocation> {
    const id = this.next++;
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.child.kill('SIGKILL');
        this.settle(
          id,
          failure('Sandbox.Timedout', `Task timed out after ${this.config.timeoutSeconds}.00 seconds`),
        );
      }, this.config.timeoutSeconds * 1000);
      this.pending.set(id, (result) => {
        clearTimeout(timer);
        done(result);
      });
      if (!this.alive)
        this.settle(id, failure('Runtime.ExitError', `${this.config.name}: the process is gone`));
      else
        this.child.stdin?.write(
          `${JSON.stringify({ id, event, credentials, timeout: this.config.timeoutSeconds })}\n`,
        );
    });
  }

  close(): void {
    this.alive = false;
    this.child.kill('SIGKILL');
  }

  private launch(argv: string[], env: Record<string, string>) {
    return this.host.account.options.lambdaLaunch?.(argv, env) ?? { argv, env };
  }

  private receive(line: string): void {
    const message = JSON.parse(line) as
      { id: number; ok?: string; error?: string } | { token: string; body: string };
    if ('token' in message) this.host.responded(message.token, message.body);
    else if (message.error !== undefined) this.settle(message.id, { error: true, payload: message.error });
    else this.settle(message.id, { error: false, payload: message.ok ?? 'null' });
  }

  private end(why: string): void {
    this.alive = false;
    for (const id of [...this.pending.keys()])
      this.settle(id, failure('Runtime.ExitError', `${this.config.name} ${why}`));
  }

  private settle(id: number, result: Invocation): void {
    this.pending.get(id)?.(result);
    this.pending.delete(id);
  }
}

function failure(errorType: string, errorMessage: string): Invocation {
  return { error: true, payload: JSON.stringify({ errorType, errorMessage }) };
}

let program: string | undefined;

/** The child is TypeScript like everything else; plain Node runs it, so it is translated once. */
function childProgram(): string {
  program ??= transformSync(readFileSync(join(__dirname, 'child.ts'), 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    platform: 'node',
  }).code;
  return program;
}
