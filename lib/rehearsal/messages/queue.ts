import { until } from '../world/shell';
import type { Ground } from './ground';

const FLUSH_EVERY_MS = 3_000;

/** A message as the server has it after its milter: this is what was signed. */
export interface Queued {
  readonly recipients: readonly string[];
  /** Latin1, with LF. */
  readonly source: string;
}

/** Everything waits from now on, so that what was signed can be read before it leaves. */
export async function hold(ground: Ground): Promise<void> {
  await ground.machine('postconf -e defer_transports=smtp && postfix reload');
}

/** What waits, with its recipients. */
export async function queued(ground: Ground): Promise<Queued[]> {
  const program = [
    'import base64, json, subprocess',
    'def run(*argv): return subprocess.run(argv, check=False, stdout=subprocess.PIPE).stdout',
    'for line in run("postqueue", "-j").splitlines():',
    '    entry = json.loads(line)',
    '    text = run("postcat", "-q", "-h", "-b", entry["queue_id"])',
    '    to = [each["address"] for each in entry["recipients"]]',
    '    print(json.dumps({"recipients": to, "source": base64.b64encode(text).decode()}))',
  ].join('\n');
  const { stdout } = await ground.world.exec(ground.instance, ['python3', '-c', program]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { recipients, source } = JSON.parse(line) as Queued;
      return { recipients, source: Buffer.from(source, 'base64').toString('latin1') };
    });
}

/** What waits leaves; resolves when nothing does any more, or nothing that the receivers would still take. */
export async function release(ground: Ground): Promise<string> {
  await ground.machine('postconf -X defer_transports && postfix reload');
  let waiting = '';
  let flushed = 0;
  await until('the queue to be empty', 90_000, async () => {
    // A queue manager that is just being replaced hears nothing; a receiver that was busy is not any more.
    const again = Date.now() - flushed > FLUSH_EVERY_MS;
    if (again) flushed = Date.now();
    waiting = await ground.machine(`${again ? 'postqueue -f; ' : ''}postqueue -j`);
    return waiting.trim() === '' ? true : undefined;
  }).catch(() => undefined);
  return waiting;
}
