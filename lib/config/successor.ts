import type { Environment } from './environment';

/** The names of a deployed server: what its settings say. */
export interface Deployed {
  readonly domain: string;
  readonly envelopeDomain: string;
  /** Absent in the settings of a version that did not write it. */
  readonly hostName?: string;
  /** Those that its certificate names; that one alone before there were several. */
  readonly hosts: readonly string[];
  readonly served: readonly string[];
  /** The selector that signs. */
  readonly active: string;
  /** What it kept records for, in their order; by `keyOf`. */
  readonly former: readonly { readonly key: string; readonly over: boolean }[];
  /** Whether its DNS is not in Route 53. */
  readonly elsewhere?: true;
  /** The domains beside that one; absent for none. */
  readonly others?: readonly DeployedBeside[];
}

/** A domain of a deployed server beside the first. */
export interface DeployedBeside extends Pick<
  Deployed,
  'domain' | 'envelopeDomain' | 'served' | 'active' | 'elsewhere'
> {
  /** Of its names; one that the deploy created has no id there. */
  readonly zone?:
    | {
        readonly id?: string | undefined;
        readonly name: string;
        readonly role?: string | undefined;
      }
    | undefined;
}

/** The names of a config. */
export type Succeeding = Pick<Environment, 'domain' | 'envelopeDomain' | 'hostName' | 'former'> &
  Signing & { readonly others?: readonly SucceedingBeside[] };

/** A domain of a config beside the first. */
export type SucceedingBeside = Pick<Environment, 'domain' | 'envelopeDomain'> & Signing;

interface Signing {
  readonly dkim: Pick<Environment['dkim'], 'selectors'>;
}

export interface InBoth {
  readonly en: string;
  readonly ja: string;
}

/** Why a config must not follow the deployed server in silence, and what to do. */
export interface Break {
  readonly what: InBoth;
  readonly remedy: InBoth;
}
