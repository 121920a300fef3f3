import type { ChildProcess } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { OWN_ENV, run, start, until } from '../shell';
import { ControlGroup } from './control-group';
import type { MemoryGroup } from './memory';

/** What systemd-nspawn ends with when the machine asked for a reboot: RestartForceExitStatus= of systemd-nspawn@.service. */
const FORCE_RESTART = 133;

/** One boot of a disk with systemd as its first process. */
export class Container {
  private constructor(
    private readonly process: ChildProcess,
    /** Process id, on the host, of the container's first process. */
    readonly leader: number,
    readonly memory: MemoryGroup,
  ) {}

  static async boot(options: {
    readonly root: string;
    readonly name: string;
    readonly namespace: string;
    readonly log: string;
  }): Promise<Container> {
    // Debian 13's systemd refuses the legacy cgroup tree; a hybrid host must hand it the unified one.
    const env = { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' };
    // Named as its network namespace is: no two machines of any run have one name.
    const group = await ControlGroup.create(basename(options.namespace));
    const child = start(
      group.entered([
        // Entered before as well: sysfs shows the devices of the namespace of whoever mounts it.
        ...['nsenter', `--net=${options.namespace}`],
        'systemd-nspawn',
        '--quiet',
        '--boot',
        '--register=no',
        '--keep-unit',
        '--console=pipe',
        '--resolv-conf=off',
        '--timezone=off',
        '--link-journal=no',
        // Its network is its own, as on EC2: it may have a firewall. nspawn grants that only with --private-network.
        '--capability=CAP_NET_ADMIN',
        '--kill-signal=SIGRTMIN+4',
        `--directory=${options.root}`,
        `--machine=${options.name}`,
        `--hostname=${options.name}`,
        `--network-namespace-path=${options.namespace}`,
      ]),
      options.log,
      env,
    );
    const leader = await until(`systemd in ${options.name}`, 20_000, async () => {
      if (child.exitCode !== null)
        throw new Error(`systemd-nspawn ended early: ${(await readFile(options.log, 'utf8')).slice(-2000)}`);
      return leaderOf(Number(child.pid));
    });
    return new Container(child, leader, group.memory);
  }

  /** Called once it went down to come up again: with a unit of its own, nspawn leaves the second boot to its service manager. */
  onReboot(boot: () => void): void {
    this.process.once('exit', (code) => {
      if (code === FORCE_RESTART) boot();
    });
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Runs a command inside, with all of the machine's namespaces. */
  exec(argv: readonly string[], input?: string) {
    return run(['nsenter', '--all', `--target=${String(this.leader)}`, '--', ...argv], input, OWN_ENV);
  }

  /** A clean shutdown: systemd's own signal for power-off. */
  async powerOff(): Promise<void> {
    if (!this.running) return;
    const systemd = 38; // SIGRTMIN+4 on Linux: "powers off the machine", systemd(1).
    process.kill(this.leader, systemd);
    try {
      await until('the machine to power off', 60_000, () => (this.running ? undefined : true));
    } catch {
      await this.kill();
    }
  }

  /**
   * Every volume's file system goes down without flushing its log, as its disk would when the power goes: ext4's
   * EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH, https://docs.kernel.org/filesystems/ext4/.
   */
  async dropUnwritten(): Promise<void> {
    const mounts = await readFile(`/proc/${String(this.leader)}/mountinfo`, 'utf8');
    const places = mounts
      .split('\n')
      .filter((line) => / - ext4 \/dev\/nvme/.test(line))
      .map((line) => line.split(' ')[4] ?? '');
    const script =
      'import fcntl, os, struct, sys\n' +
      'for place in sys.argv[1:]: fcntl.ioctl(os.open(place, os.O_RDONLY), 0x8004587D, struct.pack("I", 2))';
    // The bind mounts are of the same file system: once is enough.
    const [first] = places;
    if (first !== undefined) await this.exec(['python3', '-c', script, first]);
  }

  async kill(): Promise<void> {
    if (!this.running) return;
    process.kill(this.leader, 'SIGKILL');
    await until('the machine to end', 10_000, () => (this.running ? undefined : true));
  }
}

/** nspawn has a supervisor and below it the container's first process, told by its own pid namespace. */
async function leaderOf(supervisor: number): Promise<number | undefined> {
  const own = await readlink('/proc/self/ns/pid');
  const todo = [supervisor];
  for (let pid = todo.shift(); pid !== undefined; pid = todo.shift()) {
    if ((await readlink(`/proc/${String(pid)}/ns/pid`)) !== own) {
      const name = await readFile(`/proc/${String(pid)}/comm`, 'utf8');
      return name.trim() === 'systemd' ? pid : undefined;
    }
    const children = await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
    todo.push(...children.trim().split(' ').filter(Boolean).map(Number));
  }
  return undefined;
}
