import { join } from 'node:path';
import { layout } from '../layout';
import type { Namespaces } from '../namespaces';
import { run, type Outcome } from '../shell';
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

  /** Runs a program of the host there, with the world's authorities trusted by Node. */
  run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const all = { NODE_EXTRA_CA_CERTS: this.authorities, ...env };
    const set = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    return run([...this.namespaces.enter('client', this.directory), 'env', ...set, ...argv]);
  }

  private async job<T>(job: ClientJob): Promise<T> {
    const trust = ['env', `NODE_EXTRA_CA_CERTS=${this.authorities}`];
    const node = [process.execPath, '--import', require.resolve('tsx'), join(__dirname, 'main.ts')];
    const enter = this.namespaces.enter('client', this.directory);
    return JSON.parse((await run([...enter, ...trust, ...node], JSON.stringify(job))).stdout) as T;
  }
}
