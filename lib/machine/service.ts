import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config/environment';

/** The rooms of programs and files: each becomes a package of the machine's programs. */
export const ROOMS = join(__dirname, '../../assets/machine');

/**
 * What a service brings to the machine and needs there. Its renderers lie in lib/machine/NAME, its programs and static
 * files in assets/machine/NAME; lib/machine/manifest.ts lists it, and all that is made of the list follows.
 */
export interface Service {
  readonly name: string;
  /** Of Debian's, without recommendations. */
  readonly packages?: readonly string[];
  /** Accounts of its own, with what each is for. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly directories?: readonly Directory[];
  /** Symbolic links, each with where it leads. */
  readonly links?: Readonly<Record<string, string>>;
  /** Beside its units. */
  readonly files?: readonly InstalledFile[];
  /** What its programs read from their archive, by the name in its room. */
  readonly packed?: Readonly<Record<string, string>>;
  /** What an earlier version installed and this one does not: setup takes it away. */
  readonly gone?: readonly string[];
  readonly units?: readonly Unit[];
  /** Debian's unit that it keeps running. */
  readonly daemon?: Daemon;
  /** What listens, on the loopback alone, beside what everybody reaches. */
  readonly listeners?: readonly Listener[];
  /** Ports that its programs are told by name. */
  readonly ports?: Readonly<Record<string, number>>;
  /** What `kitte.pyz NAME` runs: module and function in its room. */
  readonly commands?: Readonly<Record<string, `${string}:${string}`>>;
  /** Mode, owner and group of what it or its packages write, where that is secret or decides who may send. */
  readonly modes?: Readonly<Record<string, string>>;
}

export interface Directory {
  readonly path: string;
  /** In octal. */
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
}

export interface InstalledFile {
  readonly path: string;
  readonly content: (environment: Environment) => string;
  /** @default '644' */
  readonly mode?: '755';
  /** A daemon reads it: all such files are validated where they wait, and come into force together. */
  readonly validated?: true;
  /** It is carried by the user-data, where a review reads it, and not with the programs. */
  readonly inUserData?: true;
}

export interface Unit {
  /** Its file has this name in the service's room. */
  readonly name: string;
  /** systemd starts it at the next boot by itself. */
  readonly enabled?: true;
  /**
   * When setup starts it: before all daemons, once their files are in place, or at the end, whatever came of it; then
   * it may take its time.
   * @default not by setup
   */
  readonly starts?: 'early' | 'placed' | 'last';
  /** Setup restarts it: its program may be a new one. */
  readonly renewed?: true;
  /** Files beside its own after whose change it begins anew. */
  readonly reads?: readonly string[];
  /** It does one thing and ends: no upgrade restarts it, and one that hung has its next time. */
  readonly errand?: true;
  /** It is of a Debian package: only a drop-in of ours, `unit.conf`, or nothing. */
  readonly packaged?: 'drop-in' | 'as-it-is';
  readonly inUserData?: true;
}

export interface Daemon {
  /** Of `NAME.service`. */
  readonly name: string;
  /** What brings changed files into force. */
  readonly onChange: 'restart' | 'reload';
  /** Says first whether a reload would do. */
  readonly check?: readonly string[];
  /** Without this file it does not start. */
  readonly needs?: string;
  /** Its files are tried by this function of its room before they come into force. */
  readonly validate: `${string}:${string}`;
  /** Its queue or socket lies on the volume: it starts when the lease has mounted that. */
  readonly onVolume?: true;
  /** Others ask it to their end: it is stopped after them. */
  readonly stopsLast?: true;
}

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** As `ss` shows the process, or the unit whose socket it is. */
  readonly by: string;
}

/** The content of a file in a room. */
export function asset(room: string, name: string): () => string {
  return () => readFileSync(join(ROOMS, room, name), 'utf8');
}

export function installed(room: string, name: string, path: string): InstalledFile {
  return { path, content: asset(room, name) };
}

/** One that a daemon reads. */
export function validated(room: string, name: string, path: string): InstalledFile {
  return { path, content: asset(room, name), validated: true };
}
