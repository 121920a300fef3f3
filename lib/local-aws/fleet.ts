import type { Server } from 'node:http';

/** What stands behind the account's EC2: real machines, or nothing in tests of the account alone. */
export interface Fleet {
  /** Boots it. Resolves when the machine runs (`running`), long before it is ready. */
  start(instance: FleetInstance): Promise<void>;
  /** Shuts it down; its disk stays. */
  stop(instanceId: string): Promise<void>;
  /** Ends it; its disk goes, and what was attached is free. */
  terminate(instanceId: string): Promise<void>;
  /** 1:1 address translation between the Elastic IP and the instance's private address. */
  associate(publicIp: string, instanceId: string): Promise<void>;
  disassociate(publicIp: string): Promise<void>;
  /** The device appears in the running machine, or at its next start. A volume that was never attached is blank. */
  attachVolume(instanceId: string, volumeId: string, sizeGiB: number): Promise<void>;
  /** Resolves when the machine has let go; by force the device is taken from under it. */
  detachVolume(instanceId: string, volumeId: string, force: boolean): Promise<void>;
  resizeVolume(volumeId: string, sizeGiB: number): Promise<void>;
  deleteVolume(volumeId: string): Promise<void>;
  /** Opens exactly these inbound ports of the instance. Called at start and on every change. */
  setInboundPorts(instanceId: string, ports: readonly number[]): Promise<void>;
  /** As Systems Manager's agent runs a shell script: by sh, as root, ended when its time is up. */
  runScript(instanceId: string, script: string, timeoutSeconds: number): Promise<ScriptEnd>;
}

export interface ScriptEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** A launched instance as the fleet sees it; the getters answer the state at the time of the call. */
export interface FleetInstance {
  readonly id: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly architecture: 'arm64' | 'x86_64';
  readonly privateIp: string;
  readonly subnetCidr: string;
  readonly vpcCidr: string;
  readonly availabilityZone: string;
  readonly region: string;
  readonly accountId: string;
  readonly macAddress: string;
  readonly securityGroups: readonly string[];
  /** Decoded user-data; a stop/start may find other bytes. */
  userData(): string;
  publicIp(): string | undefined;
  /** The instance profile's role and temporary credentials that the account's endpoint knows. */
  roleName(): string | undefined;
  credentials():
    { accessKeyId: string; secretAccessKey: string; sessionToken: string; expiration: Date } | undefined;
}

/** What a region has so many of; EC2 refuses the next one. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
export interface QuotaLimits {
  readonly vpcs: number;
  readonly gateways: number;
  readonly vCpus: number;
}

export interface AccountOptions {
  readonly accountId: string;
  readonly region: string;
  /**
   * Of 127.0.0.1, where it is asked.
   * @default - one that is free
   */
  readonly port?: number;
  /** Documentation addresses (RFC 5737) that AllocateAddress hands out, in order; as many as the account's quota. */
  readonly addressPool: readonly string[];
  readonly fleet: Fleet;
  /** SSM public parameters, such as `/aws/service/debian/release/13/latest/arm64` to an AMI id. Mutable at run time. */
  readonly publicParameters: Record<string, string>;
  /** Architecture by AMI id. */
  readonly images: Record<string, 'arm64' | 'x86_64'>;
  /** ARN of the customer's key by which volumes are encrypted that name none (EC2's ModifyEbsDefaultKmsKeyId). */
  readonly ebsDefaultKey?: string;
  /** Zones that lack an instance type, by the type; what is not named here is offered everywhere. */
  readonly lackingTypes?: Readonly<Record<string, readonly string[]>>;
  /**
   * How long a changed permission of a role that is in use takes to spread: until then what was added is refused.
   * @default 1500
   */
  readonly iamSpreadMs?: number;
  /**
   * Types of resources that a policy of the organization lets nobody create. Mutable at run time.
   * @default - none
   */
  readonly denied?: ReadonlySet<string>;
  /**
   * So many parameters are written at once, more are refused: what a region writes in a second.
   * @default 3
   */
  readonly parametersAtOnce?: number;
  /**
   * What the region has so many of.
   * @default - five VPCs and internet gateways, as a new account has; 32 vCPUs
   */
  readonly quotas?: Partial<QuotaLimits>;
  /**
   * A directory with AWS's own models as botocore has them, a file for each service, named as requests to it are signed:
   * `ssm.json`. What is asked and answered is held against them.
   * @default - the models of the SDK's clients alone, which say nothing of values
   */
  readonly models?: string;
  /** Runs a Lambda's child process elsewhere: `(argv, env)` in, the same out, wrapped. Identity by default. */
  readonly lambdaLaunch?: (
    argv: string[],
    env: Record<string, string>,
  ) => { argv: string[]; env: Record<string, string> };
  /**
   * Asked by ModifyAddressAttribute: what the world's DNS answers for the A record of this name.
   * AWS refuses a reverse name whose forward name does not point back.
   */
  readonly resolveA: (name: string) => Promise<string[]>;
  /** Called after every change of a hosted zone's records, of a zone, or of a reverse name; awaited before the change is INSYNC. */
  readonly onDnsChange?: () => Promise<void>;
  /** One line for each event that a person may want to follow (stack events above all). */
  readonly onEvent?: (event: AccountEvent) => void;
}

export interface NetworkBefore {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  /**
   * Where its main route table sends what goes to the world; `none` for nowhere.
   * @default - an internet gateway of its own
   */
  readonly exit?: 'none' | `nat-${string}`;
  /** @default false */
  readonly ipv6Alone?: boolean;
}

export interface AccountEvent {
  readonly at: Date;
  readonly source: 'cloudformation' | 'ec2' | 'lambda' | 'iam' | 'route53' | 'api';
  readonly text: string;
}

export interface Zone {
  readonly id: string;
  /** Without the trailing dot. */
  readonly name: string;
  readonly nameServers: readonly string[];
  readonly records: readonly {
    readonly name: string;
    readonly type: string;
    readonly ttl: number;
    readonly values: readonly string[];
  }[];
}

/** The running local account. */
export interface Account {
  /** `http://127.0.0.1:PORT` for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** Environment for the CDK CLI, AWS SDKs and so on: endpoint, region, dummy credentials, telemetry off. */
  readonly env: Record<string, string>;
  /** Also serves on a unix socket, for gateways inside network namespaces. */
  listenOn(socketPath: string): Promise<Server>;
  /** A zone that "was there before": for configs with a given hosted zone. */
  addHostedZone(zone: { id: string; name: string; comment?: string; isPrivate?: boolean }): void;
  /** A network that was there before: a VPC with a subnet, which is public unless it is said otherwise. */
  addNetwork(network: NetworkBefore): void;
  zones(): readonly Zone[];
  /** Those of the accounts beside it too. */
  allZones(): readonly Zone[];
  /** Address to name, as set by ModifyAddressAttribute. */
  reverseNames(): ReadonlyMap<string, string>;
  /** All addresses now allocated. */
  addresses(): readonly string[];
  instances(): readonly FleetInstance[];
  /** For the report and for tests: stack name to status, outputs, events. */
  stacks(): readonly {
    readonly name: string;
    readonly status: string;
    readonly outputs: Readonly<Record<string, string>>;
  }[];
  /** SSM parameter or secret value, as a person with console access would read it. */
  readParameter(name: string): string | undefined;
  readSecret(name: string): string | undefined;
  /** Everything that still exists, one line each; empty after a destroy without remains (bootstrap aside). */
  remains(): readonly string[];
  close(): Promise<void>;
}
