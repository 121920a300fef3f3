import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Namespaces } from './namespaces';
import { OWN_ENV, run, start } from './shell';

/** The infrastructure's Debian: one writable layer over the cached image, shared by all its daemons. */
export class Services {
  readonly root: string;

  constructor(
    private readonly namespaces: Namespaces,
    private readonly image: string,
    private readonly directory: string,
    private readonly name = 'services',
  ) {
    this.root = join(directory, name, 'root');
  }

  /** Another Debian of the same world: its layers, the topmost first. */
  of(name: string, layers: readonly string[]): Services {
    return new Services(this.namespaces, layers.join(':'), this.directory, name);
  }

  async mount(): Promise<void> {
    const [upper, work] = ['upper', 'work'].map((name) => join(this.directory, this.name, name));
    for (const path of [upper, work, this.root]) await mkdir(String(path), { recursive: true });
    const options = `lowerdir=${this.image},upperdir=${String(upper)},workdir=${String(work)}`;
    await run(['mount', '-t', 'overlay', 'overlay', '-o', options, this.root]);
    // mmdebstrap leaves the builder's resolver in the image; inside the world there is but one.
    await rm(join(this.root, 'etc/resolv.conf'), { force: true });
  }

  /** Writes a file at an absolute path of the image. */
  async write(path: string, content: string): Promise<void> {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  /**
   * Runs a command of the image in a host's namespace, to its end. Under the host's process ids: two first
   * processes would be one to the locks of a database (LMDB) that a daemon and its tool share.
   */
  exec(host: string, argv: readonly string[], input?: string) {
    return run(this.enter(host, argv, []), input, OWN_ENV);
  }

  /**
   * Keeps a daemon of the image running in a host's namespace. It is the first process of a process
   * namespace, so that with it everything it started ends.
   */
  start(host: string, name: string, argv: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const log = join(this.directory, `${name}.log`);
    return start(this.enter(host, argv), log, { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...env });
  }

  log(name: string): Promise<string> {
    return readFile(join(this.directory, `${name}.log`), 'utf8');
  }

  private enter(
    host: string,
    argv: readonly string[],
    own: readonly string[] = ['--pid', '--fork', '--kill-child'],
  ): string[] {
    return [
      ...['nsenter', `--net=${this.namespaces.path(host)}`],
      ...['unshare', '--mount', ...own, `--root=${this.root}`, '--mount-proc'],
      '--',
      ...argv,
    ];
  }
}
