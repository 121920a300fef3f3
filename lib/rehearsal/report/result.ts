/** What a rehearsal found: the JSON of `kitte rehearse --json`, and all that the reports are drawn from. */
export interface RehearsalResult extends RehearsalFindings {
  /** Whether every verdict is as expected. Made by `conclude` alone. */
  readonly ok: boolean;
}

export interface RehearsalFindings {
  /** Of this format. Raised when a reader of the JSON would have to change. */
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** From start to the last verdict. */
  readonly seconds: number;
  readonly environment: EnvironmentSummary;
  readonly steps: readonly Step[];
  /** What was sent and arrived; each message carries its own verdicts. */
  readonly messages: readonly Message[];
  /** Verdicts that belong to no message that arrived: refusals above all. */
  readonly verdicts: readonly Verdict[];
  readonly records: readonly RecordSeen[];
  readonly machine: MachineSummary;
  readonly stacks: readonly StackSummary[];
}

export interface EnvironmentSummary {
  readonly name: string;
  readonly region: string;
  readonly domain: string;
  readonly hostName: string;
  readonly envelopeDomain: string;
  /** The Elastic IP. */
  readonly address: string;
  /** Logins; never a password. */
  readonly users: readonly string[];
}

export interface Step {
  readonly title: string;
  readonly seconds: number;
}

export type VerdictId =
  'spf' | 'dkim' | 'dmarc' | 'tls' | 'fcrdns' | 'arrival' | 'auth' | 'strict' | 'refusal' | 'record';

export interface Verdict {
  readonly id: VerdictId;
  /** What was judged: a name, an address, an attempt. */
  readonly subject: string;
  readonly expected: string;
  readonly seen: string;
  /** Whether `seen` is as expected. A tampered message that fails DKIM as it should passes here. */
  readonly pass: boolean;
  /** The other side's own words: a header field of the receiver, a reply of a server. */
  readonly words: string;
}

export interface Message {
  /** Where the client submitted it. */
  readonly port: 25 | 465 | 587;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly envelopeFrom: string;
  readonly submittedWith: {
    /** Such as `TLSv1.3`. */
    readonly tls: string;
    /** Such as `PLAIN as app`. */
    readonly auth: string;
  };
  /** The header section as the receiver stored it. */
  readonly headers: string;
  readonly hops: readonly Hop[];
  readonly verdicts: readonly Verdict[];
}

export type HopKind = 'client' | 'server' | 'receiver' | 'inbox';

export interface Hop {
  readonly kind: HopKind;
  readonly name: string;
  readonly address: string;
  readonly detail: string;
  /** Programs that the message went through there, in order. */
  readonly programs: readonly string[];
  /** TLS of the connection that brought the message here. */
  readonly tls?: string;
}

export interface RecordSeen {
  /** Fully qualified, without the trailing dot. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** What the template says, in presentation format. */
  readonly values: readonly string[];
  /** What the DNS answered, in the same format. */
  readonly answers: readonly string[];
  readonly why: string;
}

export interface MachineSummary {
  readonly instance: string;
  readonly instanceType: string;
  readonly image: string;
  /** As the machine reported it: `converged`, `waiting` or `failed`. */
  readonly state: string;
  /** Package to version: Postfix, Dovecot, OpenDKIM and what else matters. */
  readonly packages: Readonly<Record<string, string>>;
  /** From boot to the machine's own word that it is ready. */
  readonly secondsToReady: number;
}

export interface StackSummary {
  readonly name: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Every verdict, those of the messages first. */
export function allVerdicts(findings: RehearsalFindings): readonly Verdict[] {
  return [...findings.messages.flatMap((message) => message.verdicts), ...findings.verdicts];
}

/**
 * A rehearsal succeeds only on evidence: at least one message arrived, each was judged, and every verdict is as
 * expected. Nothing judged is no success.
 */
export function conclude(findings: RehearsalFindings): RehearsalResult {
  const judged =
    findings.messages.length > 0 && findings.messages.every(({ verdicts }) => verdicts.length > 0);
  return { ...findings, ok: judged && allVerdicts(findings).every(({ pass }) => pass) };
}

/** Whether the DNS answers what the template says; the order within a record set means nothing (RFC 2181 section 5). */
export function answersAsWritten(record: RecordSeen): boolean {
  const sorted = (values: readonly string[]) => JSON.stringify([...values].sort());
  return sorted(record.values) === sorted(record.answers);
}
