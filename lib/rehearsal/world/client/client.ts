import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { layout } from '../layout';
import type { Namespaces } from '../namespaces';
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

  /** A program of one's own on the laptop, with pipes to it: it is told and tells by them. */
  program(script: string): ChildProcessWithoutNullStreams {
    const [command = '', ...args] = this.node(script);
    return spawn(command, args);
  }

  private async job<T>(job: ClientJob): Promise<T> {
    const { stdout } = await run(this.node(join(__dirname, 'main.ts')), JSON.stringify(job));
    return JSON.parse(stdout) as T;
  }

  private node(script: string): string[] {
    const trust = ['env', `NODE_EXTRA_CA_CERTS=${this.authorities}`];
    const node = [process.execPath, '--import', require.resolve('tsx'), script];
    return [...this.namespaces.enter('client', this.directory), ...trust, ...node];
  }
}
