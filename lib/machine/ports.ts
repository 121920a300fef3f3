import { domainsOf } from '../config/domains';
import type { Environment } from '../config/environment';

/** Submission with implicit TLS (RFC 8314) and with STARTTLS (RFC 6409). */
export const SUBMISSION_PORTS = { submissions: 465, submission: 587 } as const;

/** TCP ports that the machine serves; port 25 only when bounces and role mail of one of its domains come home. */
export function servedPorts(environment: Environment): number[] {
  const submission: number[] = Object.values(SUBMISSION_PORTS);
  return domainsOf(environment).some(({ mx }) => mx) ? [25, ...submission] : submission;
}
