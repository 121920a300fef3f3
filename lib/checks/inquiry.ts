import type { Environment } from '../config/environment';
import type { InForce } from '../config/host-names';
import type { Spoken } from '../contract/report';
import type { Words } from './words';
import type { Lookup, Probe, SecureLookup, SmtpSeen, SmtpVisit } from './probe';

/** What is known, or why it is not. */
export type Known<T> =
  | { readonly value: T; readonly unknown?: undefined }
  | { readonly value?: undefined; readonly unknown: Words };

/** What only the AWS account or the person at the keyboard can tell. */
export interface Facts {
  readonly address: Known<string>;
  /** TXT RDATA of the keys that the deploy made, by selector. */
  readonly dkim: Known<Readonly<Record<string, string>>>;
  readonly report: Known<MachineReport>;
  readonly nameServers: Known<readonly string[]>;
  readonly login: Known<{ readonly login: string; readonly password: string }>;
  /** A message as somebody received it. */
  readonly message: Known<Buffer>;
  readonly spamhausKey?: string;
  /** A receiver whose port 25 the machine tries to reach. */
  readonly farEnd: string;
}

/** As much of it as is looked at; `silent` before the machine's first. */
export type MachineReport = Pick<Spoken, 'state' | 'reason' | 'warning' | 'at' | 'instance' | 'port25'>;

/** What the checks know of an environment: plain values, which a function in the account is given as JSON. */
export type Examined = Pick<
  Environment,
  | 'name'
  | 'domain'
  | 'hostedZone'
  | 'hostName'
  | 'envelopeDomain'
  | 'mx'
  | 'served'
  | 'exchangers'
  | 'spf'
  | 'dkim'
  | 'dmarc'
  | 'certificate'
> &
  Partial<InForce>;

/** What a check is given: the environment, the facts, and a probe that asks each question once. */
export interface Inquiry {
  readonly environment: Examined;
  readonly facts: Facts;
  readonly lookup: Lookup;
  readonly secure: SecureLookup;
  /** To the Elastic IP if it is known, else to what the host's A record says. */
  readonly smtp: (visit: SmtpVisit) => Promise<SmtpSeen>;
  readonly address: () => Promise<string | undefined>;
  readonly now: () => Date;
  readonly machine?: (commandLine: string) => Promise<string>;
}

export function inquiry(environment: Examined, facts: Facts, probe: Probe): Inquiry {
  const lookup = once(probe.lookup);
  const address = async () =>
    facts.address.value ?? (await lookup(environment.hostName, 'A').catch(() => []))[0];
  return {
    environment,
    facts,
    lookup,
    secure: once(probe.secure),
    address,
    smtp: once(async (visit: SmtpVisit) => {
      const host = await address();
      if (host === undefined) return { answers: [], error: `${environment.hostName} has no address` };
      return probe.smtp(host, environment.hostName, visit);
    }),
    now: () => probe.now(),
    ...(probe.machine === undefined ? {} : { machine: once(probe.machine) }),
  };
}

/** The same question gets the same answer: checks share connections and lookups. */
function once<Args extends unknown[], T>(ask: (...args: Args) => Promise<T>): (...args: Args) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (...args) => {
    const key = JSON.stringify(args);
    const known = asked.get(key) ?? ask(...args);
    asked.set(key, known);
    return known;
  };
}
