import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Stand } from './stand';

const QUOTED = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Writes a command that runs `kitte` as a person on the world's laptop does: its network and resolver, its authorities, the
 * local account by AWS's own names. `common` goes behind what the person gives. Returns its path.
 */
export async function kitteIn(
  { world, account }: Stand,
  program: string,
  common: readonly string[],
): Promise<string> {
  const names = ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_CONFIG_FILE'];
  const env = {
    ...Object.fromEntries(names.map((name) => [name, account.env[name] ?? ''])),
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const words = world.client.onLaptop([process.execPath, program], env).map(QUOTED);
  const path = join(world.directory, 'kitte');
  await writeFile(path, `#!/bin/sh\nexec ${words.join(' ')} "$@" ${common.map(QUOTED).join(' ')}\n`, {
    mode: 0o700,
  });
  return path;
}
