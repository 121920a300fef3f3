import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { commandLine } from '../../contract/commands';
import { deliver, type Sender } from '../judge/delivery';
import type { Stand } from '../stand';
import type { Ground } from './ground';

/** Where a secret could have got to, and all that stands there. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Everything outside the machine that the deploy made or wrote. */
export async function outsidePlaces(stand: Stand): Promise<Place[]> {
  const { account } = stand;
  const instance = account.instances()[0];
  const lines = (list: readonly { text: string }[]) => list.map(({ text }) => text).join('\n');
  return [
    { name: 'templates and assets (cdk.out)', text: await filesBelow(stand.templates) },
    { name: 'what the CDK CLI printed', text: await readFile(stand.log('cdk'), 'utf8') },
    { name: "the stacks' outputs", text: JSON.stringify(account.stacks()) },
    { name: 'user-data', text: instance?.userData() ?? '' },
    { name: "the functions' logs", text: lines(account.lambdaLogs()) },
    { name: "the functions' answers", text: lines(account.lambdaAnswers()) },
  ];
}

/** Every file below, one after the other. */
async function filesBelow(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
  return texts.join('\n');
}

/** The journal with every field, the command line of who wrote among them. */
export async function journal(ground: Ground): Promise<Place> {
  return {
    name: 'the journal, all fields',
    text: await ground.exec('journalctl', '--all', '--no-pager', '-o', 'export'),
  };
}

const DONE = '/run/kitte-sampled';
const SAMPLER = `
import glob, os, sys
seen = set()
while not os.path.exists("${DONE}"):
    for file in glob.glob("/proc/[0-9]*/cmdline") + glob.glob("/proc/[0-9]*/environ"):
        try:
            with open(file, "rb") as text:
                seen.add(text.read().replace(b"\\0", b" "))
        except OSError:
            pass
sys.stdout.buffer.write(b"\\n".join(seen))
`;

/** Command lines and environments of every process, over and over, while a sync fetches all and mail is sent. */
export async function processes(ground: Ground, sender: Sender): Promise<Place> {
  await ground.exec('rm', '-f', DONE);
  const sampled = ground.world.exec(ground.instance, ['python3', '-c', SAMPLER]);
  try {
    // It answers when a sync has fetched everything.
    await ground.exec('sh', '-c', commandLine('refresh'));
    for (const port of [465, 587] as const) await deliver(ground.world, sender, port);
  } finally {
    await ground.exec('touch', DONE);
  }
  const { stdout } = await sampled;
  await ground.exec('rm', DONE);
  return { name: 'command lines and environments', text: stdout };
}
