import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

import { conversed, type Ended, inTerminal, type Keys } from '../terminal';

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
  return conversed(started([process.execPath, PROGRAM, ...args], cwd, env));
}

/** Runs it in a real terminal; `keys` answers each question when it is shown. */
export function kitteInTerminal(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
  keys: Keys,
): Promise<Ended> {
  return conversed(started(inTerminal([process.execPath, PROGRAM, ...args]), cwd, env), keys);
}

function started([program = '', ...args]: readonly string[], cwd: string, env: Record<string, string>) {
  return spawn(program, args, { cwd, env: environment(env) });
}
