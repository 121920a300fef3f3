import { internetMessage } from '../../../checks/internet-message';

/** What the receiver itself wrote above the message; nothing is judged here. */
export interface Verdicts {
  readonly spf: string;
  readonly dkim: string;
  readonly dmarc: string;
  /** TLS version and cipher of the connection that brought it, or `none`. */
  readonly tls: string;
  /** The client's name when its address and name point at each other, or `none`. */
  readonly fcrdns: string;
  readonly authenticationResults: string;
  readonly received: string;
}

/**
 * Reads the topmost Authentication-Results (RFC 8601) and Received headers: those below were there before and prove nothing.
 */
export function verdictsOf(source: string, host: string): Verdicts {
  // Where the receiver folded is not told: white space is one space (RFC 5322 section 3.2.2).
  const fields = internetMessage(Buffer.from(source, 'latin1')).fields.map(({ name, value }) => ({
    name,
    value: value.replace(/[ \t]+/g, ' '),
  }));
  const own = fields.find(
    ({ name, value }) => name === 'authentication-results' && value.split(/[\s;]/, 1)[0] === host,
  );
  const received = fields.find(({ name, value }) => name === 'received' && value.includes(`by ${host} `));
  const results = own?.value ?? '';
  const trace = received?.value ?? '';
  const client = /^from \S+ \((\S+) \[[^\]]+\]\)/.exec(trace)?.[1];
  return {
    spf: result(results, 'spf'),
    dkim: result(results, 'dkim'),
    dmarc: result(results, 'dmarc'),
    tls: /\(using (TLS\S+ with cipher \S+)/.exec(trace)?.[1] ?? 'none',
    fcrdns: client === undefined || client === 'unknown' ? 'none' : client,
    authenticationResults: results,
    received: trace,
  };
}

/** One pass is a pass, as RFC 8601 has one entry for each signature. */
function result(results: string, method: string): string {
  const found = [...results.matchAll(new RegExp(`(?:^|;)\\s*${method}=([a-z]+)`, 'g'))].map(
    ([, word]) => word ?? '',
  );
  return found.includes('pass') ? 'pass' : (found[0] ?? 'none');
}
