import type { Inside } from './names';

/**
 * One environment, parsed, with every default filled in. Names are A-labels in lower case without a trailing dot. What is said
 * of a domain is said of its first one; `domainsOf` gives the environment as each of its domains sees it.
 */
export interface Environment extends Server, SendingDomain {
  /** Lower-case letters, digits and dashes, beginning with a letter, at most 20 characters. */
  readonly name: string;
  /** The one that a command is about when it is told none: `defaultEnvironment`. Absent for all others. */
  readonly byDefault?: true;
  /** Twelve digits. Without it the account of the caller's credentials. */
  readonly account?: string;
  /** Such as `eu-west-1`. Without it the region of the caller's credentials. */
  readonly region?: string;
  /** The domains that the server sends for beside the one above, in the order of the config; absent for none. */
  readonly others?: readonly SendingDomain[];
  /** In the view of a domain beside the first, which has none of the server's own records; absent otherwise. */
  readonly beside?: true;
  /** Names that it had before, the oldest first; absent for none. */
  readonly former?: readonly Former[];
  /** Whose stack holds all of it; absent where it has stacks of its own. */
  readonly inside?: Inside;
  /** Seconds. */
  readonly ttl: { readonly address: number; readonly policy: number };
  /** What a deploy does with the verdict of the outside: rolls back, prints it, or does not look. */
  readonly verify: 'fail' | 'warn' | 'off';
  /** Whether address, queue, keys, passwords and a created zone outlive their stack. */
  readonly retain: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** The machine and what all its domains share. */
export interface Server {
  /** HELO name, PTR, certificate name: one value. */
  readonly hostName: string;
  /** The zone of the host name; absent where it is the domain's. */
  readonly hostZone?: HostedZone;
  readonly limits: Limits;
  readonly connections: Connections;
  readonly machine: Machine;
  readonly vpc:
    | { readonly kind: 'own' }
    | {
        readonly kind: 'given';
        readonly vpcId: string;
        readonly subnetId: string;
        readonly availabilityZone: string;
      };
  readonly certificate: {
    readonly email?: string;
    readonly directoryUrl: string;
    /** How CAA records name the authority (RFC 8659); absent when it is not known, and then there is no CAA record. */
    readonly caaIssuer?: string;
  };
  /** Seconds that the server goes on trying to deliver a message. */
  readonly queueLifetime: number;
  readonly updates: Updates;
}

/** A domain that the server sends for: how its mail is written, signed, answered and sent on. */
export interface SendingDomain {
  /** The domain in the From header. */
  readonly domain: string;
  readonly hostedZone: HostedZone;
  /** The domain of the envelope sender (Return-Path, RFC 5321 section 4.4). */
  readonly envelopeDomain: string;
  /** Whether the config itself says whose MX the domain has: `mx` is in it. */
  readonly mxSaid: boolean;
  /** Whether this server takes mail, on port 25: that of `served`. */
  readonly mx: boolean;
  /** Those of domain and envelope domain whose MX is this server. */
  readonly served: readonly string[];
  /** The domain's MX records where others take its mail and Kitte publishes them: `10 mx.provider.example`. */
  readonly exchangers?: readonly string[];
  /** Where a person's reply to an address that a login owns goes; absent to refuse it. */
  readonly replies?: string;
  /** TXT values of other services at the domain, such as site verifications; absent for none. */
  readonly domainTxt?: readonly string[];
  readonly spf: {
    readonly include: readonly string[];
    readonly ip4: readonly string[];
    readonly all: '-all' | '~all' | '?all';
  };
  readonly dkim: Dkim;
  readonly dmarc: Dmarc;
  /** Whose logins these are; they may send as other domains of the server too, where their senders say so. */
  readonly users: readonly User[];
  /** Where mail to a role goes: an address elsewhere, or absent to keep it in a mailbox on the machine. */
  readonly roleAddresses: {
    readonly postmaster?: string;
    readonly abuse?: string;
    readonly dmarc?: string;
    readonly bounces?: string;
  };
  readonly route: Route;
}

/** How the last step to the receiver is made. */
export interface Route {
  /** From the server's own address to the receiver's MX, on port 25. */
  readonly kind: 'direct';
}

/** Names whose mail may still wait, or has gone. */
export interface Former {
  readonly domain: string;
  readonly envelopeDomain: string;
  readonly hostName: string;
  /** The zone of their records; absent for the environment's own. */
  readonly hostedZone?: FormerZone;
  readonly selectors: readonly string[];
  /** Whether bounces to that envelope domain came home to this server. */
  readonly mx: boolean;
  readonly domainTxt: readonly string[];
  /** Whether the domain was one beside the first; absent for a first one. */
  readonly beside?: true | undefined;
  /** Nothing of theirs waits any more: they have neither records nor keys. */
  readonly over: boolean;
  /** Its host name is still the one in force. */
  readonly moving?: Moving | undefined;
}

/** How far the host name of now has come in taking the place of one of before. */
export interface Moving {
  /** RFC 3339 in UTC: since when the world can know it. */
  readonly published?: string | undefined;
  /** Whether the address answers with it. */
  readonly reversed: boolean;
}

/** Of names of before. */
export type FormerZone = Exclude<HostedZone, { readonly kind: 'created' }>;

export type HostedZone =
  /** A zone in Route 53 that exists: never changed but for Kitte's own records. With a role it is in another account. */
  | { readonly kind: 'given'; readonly id: string; readonly name: string; readonly role?: string }
  /** A zone that Kitte creates. `delegated` is set once the parent has its name servers; only then a reverse name can be had. */
  | {
      readonly kind: 'created';
      readonly name: string;
      readonly delegated: boolean;
      /** The zone of this account that Kitte writes the delegation into. */
      readonly parent?: { readonly id: string; readonly name: string };
    }
  /** DNS of another provider, where a person enters the records. It is called by the domain. */
  | { readonly kind: 'elsewhere'; readonly name: string };

export interface Dkim {
  /** Those that have a key. */
  readonly selectors: readonly string[];
  /** The one that signs. */
  readonly active: string;
  readonly rotation?: Rotation;
  /** Those whose key is revoked: a record with an empty `p=`, and no private key. */
  readonly retired: readonly string[];
  readonly keySize: 2048 | 3072 | 4096;
}

/** A change of keys under way. Dates are RFC 3339 in UTC, and say since when something is known. */
export interface Rotation {
  readonly from: string;
  readonly to: string;
  /** Every name server answers with the new key. */
  readonly published?: string | undefined;
  /** The server signs with the new key. */
  readonly switched?: string | undefined;
}

export interface Dmarc {
  readonly policy: 'none' | 'quarantine' | 'reject';
  readonly subdomainPolicy?: 'none' | 'quarantine' | 'reject';
  readonly nonexistentPolicy?: 'none' | 'quarantine' | 'reject';
  readonly alignment: { readonly spf: 'relaxed' | 'strict'; readonly dkim: 'relaxed' | 'strict' };
  /** `mailto:` URIs. */
  readonly rua: readonly string[];
  readonly ruf: readonly string[];
  readonly testing: boolean;
}

export interface User {
  readonly login: string;
  /** `a@example.com` for one address, `@example.com` for a whole domain. */
  readonly senders: readonly string[];
  /** Whether an address among them stands for its tags too. */
  readonly subaddresses: boolean;
}

/** What a login may send. */
export interface Limits {
  readonly messageSizeMiB: number;
  readonly recipientsPerMessage: number;
  readonly messagesPerDay: number;
  readonly recipientsPerDay: number;
}

/** Who may be connected at once. */
export interface Connections {
  /** From an address where no login succeeded within 30 days. */
  readonly perAddress: number;
  /** From one where a login did. */
  readonly perKnownAddress: number;
  /** All together; absent for what the machine's memory takes. */
  readonly most?: number;
  readonly secondsToLogin: number;
}

/** When what the upgrades replaced comes into force. */
export interface Updates {
  /** Day and time in UTC, such as `Sun 03:00`; `daily` for each day. */
  readonly window: string;
  /** Whether the machine may reboot then. */
  readonly reboot: boolean;
}

export interface Machine {
  readonly instanceType: string;
  readonly architecture: 'arm64' | 'x86_64';
  /**
   * An AMI id, or an SSM public parameter that is resolved once and then kept: raising `revision`
   * takes the parameter's newest image, nothing else does.
   */
  readonly image:
    | { readonly kind: 'ami'; readonly id: string }
    | { readonly kind: 'parameter'; readonly name: string; readonly revision: number };
  /** Of the root volume. */
  readonly volumeSizeGiB: number;
  /** Of the volume that holds queue and certificate, and outlives the instance. */
  readonly queueVolumeSizeGiB: number;
  /** MiB; 0 for none. */
  readonly swapMiB: number;
}
