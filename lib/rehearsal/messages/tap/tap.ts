import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { World } from '../../world';
import { layout } from '../../world/layout';
import type { Heard, TapJob } from './job';
import { type Submission, submissionsIn } from './session';

/** What every client said to the server and heard from it. */
export class Tap {
  private constructor(private readonly directory: string) {}

  static async open(world: World, host: string, port: number): Promise<Tap> {
    const directory = join(world.directory, 'tap');
    await mkdir(directory, { recursive: true });
    const { key, certificate } = await world.certify(host, { from: -1, to: 30 });
    const job: TapJob = {
      ...{ key, certificate, directory, server: { host, port } },
      listen: { address: layout.tap, port },
    };
    const child = world.client.program(join(__dirname, 'main.ts'));
    child.stdin.write(`${JSON.stringify(job)}\n`);
    await once(child.stdout, 'data');
    return new Tap(directory);
  }

  /** Every submission so far that was answered, or whose connection has ended. */
  async submissions(): Promise<Submission[]> {
    if (!existsSync(this.directory)) return [];
    const files = (await readdir(this.directory)).filter((name) => name.endsWith('.json'));
    const numbered = files.sort((one, other) => parseInt(one) - parseInt(other));
    const all = await Promise.all(
      numbered.map(async (name) => {
        const { client, server } = JSON.parse(await readFile(join(this.directory, name), 'utf8')) as Heard;
        return submissionsIn(client, server);
      }),
    );
    return all.flat();
  }
}

/** The rules that lead who means the server to the tap: in a host's own firewall, so that its settings stay as printed. */
export function detour(server: string, port: number): string {
  return [
    'table ip tap {',
    '  chain output {',
    '    type nat hook output priority -100;',
    `    ip daddr ${server} tcp dport ${String(port)} dnat to ${layout.tap}:${String(port)}`,
    '  }',
    '}',
    '',
  ].join('\n');
}
