import type { Told } from '../aws/told';
import type { Lookup } from '../checks/probe';
import type { Words } from '../checks/words';
import type { Environment } from '../config/environment';

/** An environment, and the account in which it will be. */
export interface Site {
  readonly environment: Environment;
  readonly account: Account;
}

/** All that the checks before a deploy may touch: the config, the account, the DNS, and the server if there is one. */
export interface Given extends Site {
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
  readonly zone: (id: string) => Promise<Told<Zone>>;
  /** The public zones of exactly this name. */
  readonly zonesNamed: (name: string) => Promise<Told<readonly Zone[]>>;
  readonly recordSets: (zoneId: string) => Promise<Told<readonly Existing[]>>;
  /** The records that the deployed stack has made, logical id to name; absent before the first deploy. */
  readonly ownRecords: () => Promise<Told<ReadonlyMap<string, string>>>;
  /** Names of the records of other Kitte environments of this account and region, to the environment. */
  readonly othersRecords: () => Promise<Told<ReadonlyMap<string, string>>>;
  /** Outputs of the Foundation stack; absent before the first deploy. */
  readonly foundation: () => Promise<Told<Readonly<Record<string, string>>>>;
  /** How the Foundation stack stands; absent where there is none. */
  readonly creation: () => Promise<Told<Creation>>;
  readonly parameter: (name: string) => Promise<Told<string>>;
  readonly architecture: (imageId: string) => Promise<Told<string>>;
  readonly elasticIps: () => Promise<Told<readonly string[]>>;
  readonly elasticIpQuota: () => Promise<Told<number>>;
  /** The zone that `Fn::GetAZs` lists first. */
  readonly firstZone: () => Promise<Told<string>>;
  /** The zones of the region that offer an instance type. */
  readonly zonesOffering: (instanceType: string) => Promise<Told<readonly string[]>>;
  /** Runs a script on the server; throws `Unreachable`. Absent before the server has reported. */
  readonly server: () => Promise<Told<(script: string) => Promise<string>>>;
}

export interface Creation {
  /** CloudFormation's word, such as `ROLLBACK_COMPLETE`. */
  readonly status: string;
  /** Its creation did not end well: it holds nothing. */
  readonly failed: boolean;
  readonly isProtected: boolean;
}

/** A hosted zone; its name is without the trailing dot. */
export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly nameServers: readonly string[];
}

/** A record set that the zone has now; an alias has no values. */
export interface Existing {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
}
