import type { ChildProcess } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';

import { layout } from './layout';
import type { Trust } from './machines/disk';
import type { Namespaces } from './namespaces';
import type { Services } from './services';
import { run, until, type Outcome } from './shell';

/** A host of the internet with a Debian of its own, which nobody boots: its daemons are started one by one. */
export class DebianHost {
  constructor(
    private readonly namespaces: Namespaces,
    private readonly debian: Services,
    readonly name: string,
    readonly address: string,
  ) {}

  /** Its file system as a path of the laptop. */
  get root(): string {
    return this.debian.root;
  }

  async create(authorities: Trust['authorities']): Promise<void> {
    await Promise.all([this.namespaces.addHost(this.name, this.address), this.debian.mount()]);
    for (const { name, pem, hash } of authorities) {
      await this.write(`/usr/local/share/ca-certificates/${name}.crt`, pem);
      await this.write(`/etc/ssl/certs/${hash}.0`, pem);
      await appendFile(join(this.root, 'etc/ssl/certs/ca-certificates.crt'), pem);
    }
    await this.write('/etc/resolv.conf', `nameserver ${layout.router}\n`);
    await this.write('/etc/hosts', `127.0.0.1 localhost\n`);
  }

  write(path: string, content: string): Promise<void> {
    return this.debian.write(path, content);
  }

  exec(argv: readonly string[], input?: string): Promise<Outcome> {
    return this.debian.exec(this.name, argv, input);
  }

  /** A script for sh(1). */
  async sh(script: string, input?: string): Promise<string> {
    return (await this.exec(['sh', '-ec', script], input)).stdout;
  }

  daemon(name: string, argv: readonly string[]): ChildProcess {
    return this.debian.start(this.name, `${this.name}-${name}`, argv);
  }

  /** What a daemon said. */
  log(name: string): Promise<string> {
    return this.debian.log(`${this.name}-${name}`);
  }

  /** The rules of its own firewall, a file for nft(8). */
  async firewall(rules: string): Promise<void> {
    await run([...this.enter(), 'nft', '-f', '-'], rules);
  }

  async listens(port: number): Promise<void> {
    await until(`${this.name} to listen on ${String(port)}`, 30_000, async () => {
      const { stdout } = await run([...this.enter(), 'ss', '-Hltn']);
      return stdout.includes(`:${String(port)} `) ? true : undefined;
    });
  }

  private enter(): string[] {
    return ['nsenter', `--net=${this.namespaces.path(this.name)}`];
  }
}
