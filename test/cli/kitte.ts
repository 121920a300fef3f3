import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PROGRAM = resolve(__dirname, '../../bin/kitte.mjs');

/** No AWS configuration of the person who runs the tests gets in between. */
export const NO_CREDENTIALS = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(AWS|CDK|NODE_OPTIONS|JEST)/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...NO_CREDENTIALS, ...env };
}

/** Runs the command as a script would: no terminal. Asynchronous, as the account it talks to lives in this process. */
export function kitte(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Ended> {
  return ended(process.execPath, [PROGRAM, ...args], cwd, env);
}

/** Runs it in a real terminal (util-linux `script` makes one); `keys` answers each question when it is shown. */
export function kitteInTerminal(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
  keys: readonly (readonly [question: RegExp, answer: string])[],
): Promise<Ended> {
  const command = [process.execPath, PROGRAM, ...args].map((word) => `'${word}'`).join(' ');
  const left = [...keys];
  let seen = '';
  return ended(
    'script',
    ['--quiet', '--return', '--command', command, '/dev/null'],
    cwd,
    env,
    (text, write) => {
      seen += text;
      const [next] = left;
      if (next === undefined || !next[0].test(seen)) return;
      left.shift();
      seen = '';
      write(next[1]);
    },
  );
}

function ended(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
  react?: (text: string, write: (text: string) => void) => void,
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env: environment(env) });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      out.stdout += chunk.toString('utf8');
      react?.(chunk.toString('utf8'), (text) => child.stdin.write(text));
    });
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString('utf8')));
    child.on('error', fail);
    child.on('close', (status) => done({ status, ...out }));
    if (react === undefined) child.stdin.end();
  });
}
