import type { Environment } from '../config/environment';
import { atMost } from './at-most';
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
  Partial<Pick<Environment, 'hostZone'>> &
  Partial<InForce> & {
    /** Whether it is a domain beside the first, whose host name is looked at with that one. */
    readonly beside?: true;
  };

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
  return inquiries(facts, probe)(environment, facts);
}

/** A server's own limit of connections is not met by who looks at many domains at once. */
const CONNECTIONS = 8;

/** Inquiries about several domains of one server: what one has asked none asks again. */
export function inquiries(
  { address: known }: Pick<Facts, 'address'>,
  probe: Probe,
): (environment: Examined, facts: Facts) => Inquiry {
  const lookup = once(probe.lookup);
  const secure = once(probe.secure);
  const [visiting, onMachine] = [atMost(CONNECTIONS), atMost(CONNECTIONS)];
  const addressOf = async (hostName: string) =>
    known.value ?? (await lookup(hostName, 'A').catch(() => []))[0];
  const smtp = once(async (hostName: string, visit: SmtpVisit): Promise<SmtpSeen> => {
    const host = await addressOf(hostName);
    if (host === undefined) return { answers: [], error: `${hostName} has no address` };
    return visiting(() => probe.smtp(host, hostName, visit));
  });
  const { machine: way } = probe;
  const machine = way && once((commandLine: string) => onMachine(() => way(commandLine)));
  return (environment, facts) => ({
    ...{ environment, facts, lookup, secure },
    address: () => addressOf(environment.hostName),
    smtp: (visit) => smtp(environment.hostName, visit),
    now: () => probe.now(),
    ...(machine === undefined ? {} : { machine }),
  });
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
