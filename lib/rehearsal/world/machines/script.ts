import type { ScriptEnd } from '../../../local-aws/fleet';
import { CommandError, type Outcome } from '../shell';

/** timeout(1): the time was up. */
const TIME_IS_UP = 124;

/** Reads the script from its standard input, so that it may be of any length and the script's own input is empty. */
const RUNNER = `f=$(mktemp) && trap 'rm -f "$f"' EXIT && cat >"$f" &&
env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin timeout "$1" sh "$f" </dev/null`;

/** As Systems Manager's agent runs a shell script: a file, by sh, with nothing of the caller's environment. */
export async function runScript(
  exec: (argv: readonly string[], input?: string) => Promise<Outcome>,
  script: string,
  timeoutSeconds: number,
): Promise<ScriptEnd> {
  try {
    const ended = await exec(['sh', '-c', RUNNER, 'sh', String(timeoutSeconds)], script);
    return { exitCode: 0, ...ended, timedOut: false };
  } catch (error) {
    if (!(error instanceof CommandError) || typeof error.code !== 'number') throw error;
    const { code, stdout, stderr } = error;
    return { exitCode: code, stdout, stderr, timedOut: code === TIME_IS_UP };
  }
}
