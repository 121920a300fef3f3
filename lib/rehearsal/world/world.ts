import type { AccountOptions, Account, Fleet } from '../../local-aws/fleet';
import type { Others } from '../others';
import type { Images } from '../image/images';
import type { Certified, Validity } from './gateway/authority';
import type { Disturbance } from './gateway/disturbance';
import type { Client } from './client/client';
import type { DebianHost } from './debian-host';
import type { Dns } from './dns/dns';
import type { Receiver } from './receiver/receiver';
import type { MemoryUse } from './machines/memory';
import type { Strict } from './receiver/strict';
import type { Outcome } from './shell';

export interface WorldOptions {
  readonly images: Images;
  /** Parent of the run's directory; leftovers of dead runs are found here. */
  readonly runs: string;
  readonly region: string;
  /** The ACME directory that the config names; served by the local CA under that very URL. */
  readonly acmeDirectoryUrl: string;
  /**
   * Days that its certificates last.
   * @default 90
   */
  readonly certificateDays?: number;
  /**
   * Seconds from a machine's first boot on in which another is at its packages.
   * @default - nobody is
   */
  readonly packagesHeldS?: number;
  /** Whose mail others take: the receiver does. */
  readonly others: Others;
}

/** Everything outside the AWS account, on this machine. */
export interface World {
  readonly runId: string;
  readonly directory: string;
  readonly fleet: Fleet;
  readonly lambdaLaunch: NonNullable<AccountOptions['lambdaLaunch']>;
  readonly resolveA: AccountOptions['resolveA'];
  readonly onDnsChange: () => Promise<void>;
  readonly receiver: Receiver;
  /** Another one, as strict as Debian's Exim. */
  readonly strict: Strict;
  /** The world stands before its receivers do: wait for this before mail is sent. */
  receiverReady(): Promise<void>;
  readonly client: Client;
  /** Connects the account: its zones are served and its endpoint answers as `https://*.amazonaws.com`. */
  attach(account: Account): Promise<void>;
  delegate(zoneName: string, delegated: boolean): Promise<void>;
  /** The power of a machine goes and comes back. */
  cutPower(instanceId: string): Promise<void>;
  /** Of a machine; without a number as much as the host has. */
  limitMemory(instanceId: string, bytes?: number): Promise<void>;
  /** Of a machine whose memory is limited. */
  memoryUse(instanceId: string): Promise<MemoryUse>;
  /** What the web servers of the world do wrong from now on; nothing when it is empty. */
  disturb(disturbances: readonly Disturbance[]): Promise<void>;
  /** Certificate and key, in PEM, of the authority that everybody here trusts. */
  certify(name: string, validity: Validity): Promise<Certified>;
  blockPort25(blocked: boolean): Promise<void>;
  readonly dns: Pick<Dns, 'publish' | 'tear' | 'vouch' | 'leave' | 'lookups'>;
  lookup(name: string, type: string): Promise<string[]>;
  /** A further host of the internet side, with a Debian of its own: the topmost layer of its file system first. */
  addHost(name: string, address: string, layers: readonly string[]): Promise<DebianHost>;
  exec(instanceId: string, argv: readonly string[], input?: string): Promise<Outcome>;
  /** Also of a machine that is gone. */
  journal(instanceId: string): Promise<string>;
  /** Ids of all machines that there were. */
  machines(): string[];
  console(instanceId: string): Promise<string>;
  /** How a person enters each namespace and ends it all, a line each. */
  describe(): string[];
  /** Ends and removes everything; once is enough, twice does no harm. */
  destroy(): Promise<void>;
}
