import { join } from 'node:path';
import { layout } from '../layout';
import type { Namespaces } from '../namespaces';
import { nodeProgram } from '../node-program';
import { run } from '../shell';
import type { ClientJob, RawAnswer, RawDialogue, Submission, Submitted } from './job';

/** A person's laptop in a namespace of its own, with a real mail client library. */
export class Client {
  constructor(
    private readonly namespaces: Namespaces,
    private readonly directory: string,
    private readonly authorities: string,
  ) {}

  start(): Promise<void> {
    return this.namespaces.addHost('client', layout.client);
  }

  submit(submission: Submission): Promise<Submitted> {
    return this.job<Submitted>({ kind: 'submit', submission });
  }

  smtp(raw: RawDialogue): Promise<RawAnswer> {
    return this.job<RawAnswer>({ kind: 'raw', raw });
  }

  private async job<T>(job: ClientJob): Promise<T> {
    const trust = ['env', `NODE_EXTRA_CA_CERTS=${this.authorities}`];
    const node = nodeProgram(this.directory, join(__dirname, 'main.ts'));
    const enter = this.namespaces.enter('client', this.directory);
    return JSON.parse((await run([...enter, ...trust, ...node], JSON.stringify(job))).stdout) as T;
  }
}
