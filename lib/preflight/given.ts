import type { Stack } from '../deployed/stacks';
import type { Told } from '../deployed/told';
import type { Lookup } from '../checks/probe';
import type { Words } from '../checks/words';
import type { Environment } from '../config/environment';

/** An environment, and the account in which it will be. */
export interface Site {
  readonly environment: Environment;
  readonly account: Account;
}

/**
 * All that the checks before a deploy may touch: the config, the account, the DNS, and the server if there is one. What is looked
 * at for each domain, or zone, has the environment as that one sees it.
 */
export interface Given extends Site {
  /** The environment as each of its domains sees it, the first one first. */
  readonly domains: readonly Environment[];
  /** All that are looked at in one go, this one among them. */
  readonly together: readonly Site[];
  readonly lookup: Lookup;
  /** What the zone's parent says. */
  readonly delegated: (zone: string) => Promise<Delegated>;
  /** A receiver whose port 25 the server tries to reach. */
  readonly farEnd: string;
}

export interface Delegated {
  /** None where the zone is not delegated. */
  readonly nameServers: readonly string[];
  /** Who says so. */
  readonly by: Words;
}

/** The account as a deploy will find it. Each question is asked once. */
export interface Account {
  /** Twelve digits. */
  readonly id: () => Promise<Told<string>>;
  readonly region: () => Promise<string | undefined>;
  /** One of another account is asked by a role. */
  readonly zone: (id: string, role?: string) => Promise<Told<Zone>>;
  /** Public and private ones of this name, below it, and above it. */
  readonly zonesAround: (name: string) => Promise<Told<readonly NamedZone[]>>;
  /** The public zones of exactly this name. */
  readonly zonesNamed: (name: string) => Promise<Told<readonly Zone[]>>;
  readonly recordSets: (zoneId: string, role?: string) => Promise<Told<readonly Existing[]>>;
  /** The records that the deployed stack has made, logical id to name, or of one in a group `NAME TYPE` to name; absent before the first deploy. */
  readonly ownRecords: () => Promise<Told<ReadonlyMap<string, string>>>;
  /** Names of the records of other Kitte environments of this account and region, to the environment. */
  readonly othersRecords: () => Promise<Told<ReadonlyMap<string, string>>>;
  /** Those of the environment's stacks that are there, whatever became of them. */
  readonly stacks: () => Promise<Told<readonly Stack[]>>;
  /** Outputs of the Foundation stack; absent before the first deploy. */
  readonly foundation: () => Promise<Told<Readonly<Record<string, string>>>>;
  readonly parameter: (name: string) => Promise<Told<string>>;
  readonly architecture: (imageId: string) => Promise<Told<string>>;
  readonly elasticIps: () => Promise<Told<readonly string[]>>;
  readonly elasticIpQuota: () => Promise<Told<number>>;
  readonly quota: (name: QuotaName) => Promise<Told<number>>;
  readonly used: (name: QuotaName) => Promise<Told<number>>;
  readonly vCpusOf: (instanceType: string) => Promise<Told<number>>;
  readonly network: (vpcId: string, subnetId: string) => Promise<Told<Network>>;
  /** The zone that `Fn::GetAZs` lists first. */
  readonly firstZone: () => Promise<Told<string>>;
  /** The zones of the region that offer an instance type. */
  readonly zonesOffering: (instanceType: string) => Promise<Told<readonly string[]>>;
  /** Runs a script on the server; throws `Unreachable`. Absent before the server has reported. */
  readonly server: () => Promise<Told<(script: string) => Promise<string>>>;
}

/** What the account has so many of in a region, beside Elastic IPs. */
export type QuotaName = 'vpcs' | 'gateways' | 'vCpus';

/** What is there of a network that the config names. */
export interface Network {
  readonly vpcExists: boolean;
  readonly subnet?: {
    readonly vpcId: string;
    readonly availabilityZone: string;
    readonly hasIpv4: boolean;
    /** Addresses. */
    readonly free?: number;
    /** Where what goes to the world goes first: `igw-…`; absent where it goes nowhere. */
    readonly exit?: string;
  };
}

/** Its name is without the trailing dot. */
export interface NamedZone {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
}

/** A hosted zone, with the servers that Route 53 gave it. */
export interface Zone extends NamedZone {
  readonly nameServers: readonly string[];
}

/** A record set that the zone has now; an alias has no values. */
export interface Existing {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
}
