import { resolve } from 'node:path';

import type { Stand } from '../../../lib/rehearsal/stand';
import { CommandError } from '../../../lib/rehearsal/world/shell';

export const program = resolve(__dirname, '../../../bin/kitte.mjs');

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Key {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

/** There it finds AWS by its own names, as a laptop does. */
export function laptopEnv(account: Readonly<Record<string, string>>, key?: Key): Record<string, string> {
  const names = ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_CONFIG_FILE'];
  return {
    ...Object.fromEntries(names.map((name) => [name, account[name] ?? ''])),
    ...(key === undefined
      ? {}
      : {
          AWS_ACCESS_KEY_ID: key.AccessKeyId,
          AWS_SECRET_ACCESS_KEY: key.SecretAccessKey,
          AWS_SESSION_TOKEN: key.SessionToken,
        }),
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Runs `kitte` as a person does on the laptop: AWS by its own names, no terminal. An exit code is no failure to run. */
export async function onLaptop({ world, account }: Stand, args: readonly string[], key?: Key): Promise<Said> {
  const env = laptopEnv(account.env, key);
  try {
    return { code: 0, ...(await world.client.run([process.execPath, program, ...args], env)) };
  } catch (error) {
    if (error instanceof CommandError && typeof error.code === 'number')
      return { code: error.code, stdout: error.stdout, stderr: error.stderr };
    throw error;
  }
}
