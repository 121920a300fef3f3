import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a rehearsal's images and packages stay between runs: `$KITTE_CACHE`, else kitte in the user's cache. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  return env['KITTE_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'kitte');
}
