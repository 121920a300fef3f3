import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Command to the Debian package that has it. */
const COMMANDS = {
  mmdebstrap: 'mmdebstrap',
  'systemd-nspawn': 'systemd-container',
  ip: 'iproute2',
  ss: 'iproute2',
  nft: 'nftables',
  flock: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  losetup: 'mount',
  sysctl: 'procps',
  openssl: 'openssl',
} as const;

/** Further, for the abuse suite: scanners that nobody here wrote. */
export const SCANNERS = { testssl: 'testssl.sh', nmap: 'nmap' } as const;

/** Further, for the fault suite: its library makes a clock jump. */
export const FAKE_CLOCK = { faketime: 'faketime' } as const;

/** What a rehearsal needs of the host, and whether it is there. */
export interface Host {
  readonly platform: string;
  readonly uid: number | undefined;
  hasCommand(name: string): boolean;
}

export class PrerequisiteError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`A rehearsal cannot run here:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'PrerequisiteError';
  }
}

export function thisHost(env: NodeJS.ProcessEnv): Host {
  // A plain user's PATH on Debian lacks the sbin folders, where half of these live.
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return {
    platform: process.platform,
    uid: process.getuid?.(),
    hasCommand: (name) => folders.some((folder) => existsSync(join(folder, name))),
  };
}

/** All that is missing, each with the way to get it. */
export function missingFrom(host: Host, more: Readonly<Record<string, string>> = {}): string[] {
  if (host.platform !== 'linux')
    return [`it needs Linux with namespaces, this is ${host.platform}: use a Debian 12 or 13 machine`];
  const problems: string[] = [];
  if (host.uid !== 0)
    problems.push(
      `it needs root for namespaces and mounts, this is user ${String(host.uid)}: sudo npm run rehearse`,
    );
  const missing = Object.entries({ ...COMMANDS, ...more }).filter(([command]) => !host.hasCommand(command));
  if (missing.length > 0)
    problems.push(
      `it needs ${missing.map(([command]) => command).join(', ')}: ` +
        `apt-get install ${[...new Set(missing.map(([, name]) => name))].join(' ')}`,
    );
  return problems;
}

export function demandPrerequisites(host: Host, more: Readonly<Record<string, string>> = {}): void {
  const problems = missingFrom(host, more);
  if (problems.length > 0) throw new PrerequisiteError(problems);
}
