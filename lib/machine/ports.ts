import { domainsOf } from '../config/domains';
import type { Environment } from '../config/environment';

/** Submission with implicit TLS (RFC 8314) and with STARTTLS (RFC 6409). */
export const SUBMISSION_PORTS = { submissions: 465, submission: 587 } as const;

/** TCP ports that the machine serves; port 25 only when bounces and role mail of one of its domains come home. */
export function servedPorts(environment: Environment): number[] {
  const submission: number[] = Object.values(SUBMISSION_PORTS);
  return domainsOf(environment).some(({ mx }) => mx) ? [25, ...submission] : submission;
}

/** Where Dovecot and Postfix ask `kitte-guard`, on the loopback; named again in its socket unit and in dovecot.conf. */
export const GUARD_PORTS = { dovecot: 4001, postfix: 4002, milter: 4004 } as const;

/** Where Postfix shows `kitte-clerk` each message that is handed in; named again in its socket unit. */
export const CLERK_PORT = 4003;

/** Where the machine tries its own submission: no stranger gets there, and its processes are nobody else's. */
export const OWN_PORTS = { submissions: 4465, submission: 4587 } as const;

/** Everything else that listens, and to this machine alone. */
export const LOOPBACK_LISTENERS: readonly string[] = [
  'udp 127.0.0.1:53 unbound',
  'tcp 127.0.0.1:53 unbound',
  `tcp 127.0.0.1:${GUARD_PORTS.dovecot} kitte-guard`,
  `tcp 127.0.0.1:${GUARD_PORTS.postfix} kitte-guard`,
  `tcp 127.0.0.1:${GUARD_PORTS.milter} kitte-guard`,
  `tcp 127.0.0.1:${CLERK_PORT} kitte-clerk`,
  ...Object.values(OWN_PORTS).map((port) => `tcp 127.0.0.1:${String(port)} master`),
];
