import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

import type { Clients } from './clients';
import { AwsFailure, ScriptFailure } from './failure';
import { runCommand } from './run-command';

/** The running server. */
export interface Machine {
  readonly instanceId: string;
  /** What the script prints, whole; a script that fails is an AwsFailure with its last words. */
  run(purpose: string, script: string, timeoutSeconds?: number): Promise<string>;
}

/**
 * Characters of packed output that one answer carries: below the 24,000 of GetCommandInvocation. Log lines shrink to
 * a tenth, so this is about 150 KB of them.
 */
const WINDOW = 22_000;
const MOST_WINDOWS = 40;

export function machineAt(clients: Pick<Clients, 'ssm'>, instanceId: string): Machine {
  const once = async (purpose: string, script: string, timeoutSeconds: number) => {
    const comment = `kitte: ${purpose}`;
    const ran = await runCommand(clients.ssm, instanceId, script, { timeoutSeconds, comment });
    const [head = '', body = ''] = ran.stdout.split('\n');
    const said = /^kitte (\d+) (\d+) (\S+)$/.exec(head);
    if (said === null)
      throw new AwsFailure(
        `${purpose} on ${instanceId} gave no answer that can be read: ${(ran.stderr || ran.stdout).slice(0, 500)}`,
      );
    const [code, size, directory] = [Number(said[1]), Number(said[2]), said[3] ?? ''];
    return { code, size, directory, body: body.trim(), stderr: ran.stderr.trim() };
  };
  return {
    instanceId,
    async run(purpose, script, timeoutSeconds = 60) {
      const first = await once(purpose, packing(script), timeoutSeconds);
      const windows = Math.ceil(first.size / WINDOW);
      let packed = first.body;
      for (let window = 1; window < Math.min(windows, MOST_WINDOWS); window += 1)
        packed += (await once(purpose, reading(first.directory, window), 60)).body;
      if (windows > 1) await once(purpose, removing(first.directory), 60);
      if (windows > MOST_WINDOWS)
        throw new AwsFailure(
          `${purpose} printed too much to carry (${String(first.size)} bytes when packed). Ask for less.`,
        );
      if (packed.length !== first.size)
        throw new AwsFailure(`${purpose}: part of the answer of ${instanceId} is missing. Try again.`);
      const stdout = gunzipSync(Buffer.from(packed, 'base64')).toString('utf8');
      if (first.code === 0) return stdout;
      const words = (first.stderr || stdout).trim().split('\n').slice(-5).join(' / ');
      throw new ScriptFailure(
        `${purpose} failed on ${instanceId} (exit code ${String(first.code)}): ${words}`,
      );
    },
  };
}

/** A word of a script that stands for any text, whatever is in it: neither the shell nor `{{ssm:…}}` sees its characters. */
export function data(text: string): string {
  return `"$(echo ${Buffer.from(text).toString('base64')} | base64 -d)"`;
}

/** Runs the script, keeps what it printed where root alone can read, and shows the first window. */
function packing(script: string): string {
  if (script.includes('{{')) throw new Error('Systems Manager would read {{ in a script as a parameter.');
  const end = `END-${randomBytes(8).toString('hex')}`;
  return [
    'd=$(mktemp -d -t kitte.XXXXXXXX) || exit 1',
    `cat >"$d/script" <<'${end}'`,
    script,
    end,
    'sh "$d/script" >"$d/out" 2>"$d/err" </dev/null; code=$?',
    'tail -c 7000 "$d/err" >&2',
    'gzip -9c "$d/out" | base64 -w 0 >"$d/packed"',
    'size=$(stat -c %s "$d/packed")',
    'echo "kitte $code $size $d"',
    `head -c ${String(WINDOW)} "$d/packed"`,
    `test "$size" -gt ${String(WINDOW)} || rm -rf "$d"`,
  ].join('\n');
}

function reading(directory: string, window: number): string {
  const from = window * WINDOW + 1;
  return `d=${data(directory)}; echo "kitte 0 0 $d"; tail -c +${String(from)} "$d/packed" | head -c ${String(WINDOW)}`;
}

function removing(directory: string): string {
  return `d=${data(directory)}; rm -rf "$d"; echo "kitte 0 0 $d"`;
}
