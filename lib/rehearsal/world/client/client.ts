import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clientAddresses, layout } from '../layout';
import type { Namespaces } from '../namespaces';
import { nodeProgram } from '../node-program';
import { run, type Outcome as Ended } from '../shell';
import type {
  ClientJob,
  Door,
  Heard,
  Order,
  Outcome,
  RawAnswer,
  RawDialogue,
  Submission,
  Submitted,
} from './job';
import { Talk } from './talk';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A person's laptop in a namespace of its own, with a real mail client library, and every trick beside. */
export class Client {
  private readonly waiting = new Map<number, Waiting>();
  private stdin: { write(text: string): unknown } | undefined;
  private count = 0;
  private tapped: Promise<void> | undefined;

  constructor(
    private readonly namespaces: Namespaces,
    private readonly directory: string,
    private readonly authorities: string,
  ) {}

  async start(): Promise<void> {
    await this.namespaces.addHost('client', layout.client);
    await this.namespaces.addAddresses('client', clientAddresses);
  }

  submit(submission: Submission): Promise<Submitted> {
    return this.job<Submitted>({ kind: 'submit', submission });
  }

  smtp(raw: RawDialogue): Promise<RawAnswer> {
    return this.job<RawAnswer>({ kind: 'raw', raw });
  }

  /** A connection that stays open, for who wants to look around between two commands. */
  async talk(door: Door): Promise<Talk> {
    return new Talk((job) => this.job(job), await this.job<number>({ kind: 'open', door }));
  }

  /** Every message that reached the wiretap's domain, as it came over the wire. */
  async heard(): Promise<Heard> {
    await this.wiretap();
    return this.job<Heard>({ kind: 'heard' });
  }

  /** Opens the wiretap: from now on mail to its domain is taken. */
  wiretap(): Promise<void> {
    return (this.tapped ??= this.job<void>({ kind: 'listen', address: layout.wiretap }));
  }

  /** A program of this host, on the laptop's network, with the world's resolver and authorities (for Node). */
  run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return run(this.onLaptop(argv, env));
  }

  /** The same for a program that goes on until it is told to stop. */
  spawn(argv: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams {
    const [command = '', ...args] = this.onLaptop(argv, env);
    return spawn(command, args);
  }

  /** The whole command by which a program of this host runs there. */
  onLaptop(argv: readonly string[], env: Readonly<Record<string, string>> = {}): string[] {
    const all = { NODE_EXTRA_CA_CERTS: this.authorities, ...env };
    const set = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    return [...this.namespaces.enter('client', this.directory), 'env', ...set, ...argv];
  }

  /** PEM of the world's certificate authorities, as the laptop trusts them. */
  get trust(): string {
    return this.authorities;
  }

  /** A program of one's own on the laptop, with pipes to it: it is told and tells by them. */
  program(script: string): ChildProcessWithoutNullStreams {
    const [command = '', ...args] = this.node(script);
    return spawn(command, args);
  }

  private job<T>(job: ClientJob): Promise<T> {
    this.stdin ??= this.boot();
    const order: Order = { id: (this.count += 1), job };
    this.stdin.write(`${JSON.stringify(order)}\n`);
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(order.id, { resolve: (value) => resolve(value as T), reject });
    });
  }

  /** One process for all jobs. It ends with its namespace, or with this process. */
  private boot() {
    const [command = '', ...args] = this.node(join(__dirname, 'main.ts'));
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.on('error', () => undefined);
    child.once('exit', (code, signal) => {
      if (this.stdin === child.stdin) this.stdin = undefined;
      const error = new Error(`The client's process ended with ${String(signal ?? code)}.`);
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, value, error } = JSON.parse(line) as Outcome;
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(error));
    });
    return child.stdin;
  }

  private node(script: string): string[] {
    const trust = ['env', `NODE_EXTRA_CA_CERTS=${this.authorities}`];
    const node = nodeProgram(this.directory, script);
    return [...this.namespaces.enter('client', this.directory), ...trust, ...node];
  }
}
