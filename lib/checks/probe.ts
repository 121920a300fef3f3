import type { Said, Words } from './words';

export type LookupType = 'A' | 'AAAA' | 'CAA' | 'MX' | 'NS' | 'PTR' | 'SRV' | 'TXT';

/**
 * Answers in presentation form, names without the trailing dot, the strings of a TXT value joined. Empty when the name
 * or the type does not exist; throws a `LookupError` when that could not be learnt.
 */
export type Lookup = (name: string, type: LookupType) => Promise<readonly string[]>;

/** What a resolver says that may validate (RFC 4035), with its word on that. */
export interface SecureAnswer {
  /** `NOERROR`, `SERVFAIL` and the like. */
  readonly code: string;
  /** The resolver has validated the answer (the AD bit). */
  readonly authentic: boolean;
  /** Records of the type at the name, in presentation form. */
  readonly values: readonly string[];
}

export type SecureType = 'DS' | 'SOA' | 'TLSA';

/** `unchecked`: whatever the signatures say (the CD bit). Throws a `LookupError` when the resolver cannot be asked. */
export type SecureLookup = (name: string, type: SecureType, how?: 'unchecked') => Promise<SecureAnswer>;

export class LookupError extends Error {
  readonly words: Said;

  constructor(
    readonly question: string,
    readonly code: string,
  ) {
    super(`the resolver has no answer for ${question}: ${code}`);
    this.name = 'LookupError';
    this.words = { en: this.message, ja: `リゾルバが ${question} に応答しません: ${code}` };
  }
}

export function wordsOf(error: unknown): Words {
  if (error instanceof LookupError) return error.words;
  return error instanceof Error ? error.message : String(error);
}

/** A dialogue with a mail server, up to and including EHLO over the given TLS, then these commands. */
export interface SmtpVisit {
  readonly port: 25 | 465 | 587;
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** Nothing but this version is offered in the handshake. */
  readonly only?: TlsVersion;
  readonly commands?: readonly string[];
}

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export interface SmtpSeen {
  readonly greeting?: string;
  /** The answer to EHLO before STARTTLS, or without TLS at all. */
  readonly plainEhlo?: string;
  /** The answer to STARTTLS. */
  readonly startTls?: string;
  /** The answer to EHLO under TLS. */
  readonly ehlo?: string;
  readonly tls?: TlsSeen;
  /** One to each command, the lines of one joined by a line feed. */
  readonly answers: readonly string[];
  /** Why the dialogue ended before its end. */
  readonly error?: string;
}

export interface TlsSeen {
  readonly protocol: string;
  /** Why the chain is not trusted, as OpenSSL names it (CERT_HAS_EXPIRED, …). */
  readonly chainProblem?: string;
  /** Why the certificate is not the host's. */
  readonly nameProblem?: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** The server's certificate and those that lead up from it, in DER. */
  readonly chain: readonly Uint8Array[];
}

/** The machine cannot be reached, or not by whoever asks: no verdict on the server. */
export class Unreachable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreachable';
  }
}

/** Everything that a check can touch outside itself. */
export interface Probe {
  readonly lookup: Lookup;
  readonly secure: SecureLookup;
  /** To the server under examination. */
  smtp(address: string, serverName: string, visit: SmtpVisit): Promise<SmtpSeen>;
  now(): Date;
  /** Runs a command line on the machine and gives its standard output, or throws `Unreachable`; absent when there is no way onto it. */
  readonly machine?: (commandLine: string) => Promise<string>;
}
