import type { Environment } from '../config/environment';
import { organizationalDomain } from '../config/warnings';

/** A DMARC report address in somebody else's domain, which that domain must agree to. */
export interface ExternalReport {
  /** Where the reports go, such as `mailto:dmarc@reports.example.net`. */
  readonly uri: string;
  /** The name at which receivers look for the agreement, fully qualified, without the trailing dot. */
  readonly name: string;
}

/**
 * The report addresses abroad. A receiver sends reports to another organization's domain only if a TXT record there agrees
 * (RFC 9990; failure reports follow suit, RFC 9991): else anybody could have a stranger flooded.
 */
export function externalReports({ domain, dmarc }: Pick<Environment, 'domain' | 'dmarc'>): ExternalReport[] {
  const reports = [...new Set([...dmarc.rua, ...dmarc.ruf])].flatMap((uri) => {
    const destination = uri.slice(uri.lastIndexOf('@') + 1);
    if (organizationalDomain(destination) === organizationalDomain(domain)) return [];
    return [{ uri, name: `${domain}._report._dmarc.${destination}` }];
  });
  return reports.filter(({ name }, index) => reports.findIndex((other) => other.name === name) === index);
}

/** The line of advice for one of them. */
export function adviceFor({ uri, name }: ExternalReport): string {
  return `Reports to ${uri} need the TXT record ${name} with the value "v=DMARC1" in that domain's DNS.`;
}
