import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { DebianHost } from '../../world/debian-host';

/** What a message says, as Python's parser reads it (decode.py). */
export interface Told {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: unknown;
}

export interface Opinion {
  readonly told: Told;
  readonly dkim: readonly {
    readonly pass: boolean;
    readonly domain: string;
    readonly words: string;
    /** What `h=` names, in its order. */
    readonly covered: readonly string[];
  }[];
  readonly spf: readonly [result: string, words: string];
  /** Whether the signature outlives the fields that a list server adds. */
  readonly listed?: boolean;
  /** Whether it outlives a second From, a second Subject. It must not. */
  readonly forged?: readonly boolean[];
}

export interface Judged {
  /** Latin1, with CRLF. */
  readonly source: string;
  readonly ip: string;
  readonly helo: string;
  readonly sender: string;
  /** It is judged again with these fields above it, and with forged ones. */
  readonly listed?: string;
}

/** Debian's dkimpy and pyspf, on a host with the world's resolver, over many messages at once. */
export class Verifiers {
  private constructor(private readonly host: DebianHost) {}

  static async install(host: DebianHost): Promise<Verifiers> {
    for (const name of ['decode.py', 'judge.py'])
      await host.write(`/srv/judge/${name}`, await readFile(join(__dirname, name), 'utf8'));
    return new Verifiers(host);
  }

  judge(messages: readonly Judged[]): Promise<Opinion[]> {
    return this.run(messages);
  }

  async read(sources: readonly string[]): Promise<Told[]> {
    return (await this.run(sources.map((source) => ({ source })))).map(({ told }) => told);
  }

  private async run(jobs: readonly (Judged | { readonly source: string })[]): Promise<Opinion[]> {
    if (jobs.length === 0) return [];
    const lines = jobs.map(({ source, ...rest }) =>
      JSON.stringify({ ...rest, raw: Buffer.from(source, 'latin1').toString('base64') }),
    );
    const { stdout } = await this.host.exec(['python3', '/srv/judge/judge.py'], `${lines.join('\n')}\n`);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Opinion);
  }
}
