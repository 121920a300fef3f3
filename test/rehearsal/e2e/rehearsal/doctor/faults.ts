import type { Fault } from './fault';
import { ANSWERS, INCOMING } from './faults/incoming';
import { INSIDE } from './faults/inside';
import { PROGRAMS } from './faults/programs';
import { SIGNATURES } from './faults/signatures';
import { SUBMISSION } from './faults/submission';
import { VOUCHED } from './faults/vouched';
import { WHERE } from './faults/where';

/** Resolvers go on distrusting for a minute what was bogus once: signatures come last. */
export const FAULTS: readonly Fault[] = [
  ...WHERE,
  ...VOUCHED,
  ...PROGRAMS,
  ...INCOMING,
  ...ANSWERS,
  ...SUBMISSION,
  ...INSIDE,
  ...SIGNATURES,
];

const rows = (...names: readonly RegExp[]) =>
  FAULTS.filter((fault) => !ANSWERS.includes(fault) && names.some((name) => name.test(fault.row)));

/** What one test file plants: a few faults of a kind. */
export const PARTS = {
  where: rows(/^(?:delegation|address|reverse-name|blocklist)/),
  spf: rows(/^spf/),
  'dkim-record': rows(/^dkim-(?:record|key)$/),
  'dkim-message': rows(/^dkim-message$/, /^message-format$/, /^one-click/, /^signed-fields$/),
  dmarc: rows(/^dmarc/),
  bounces: rows(/^mx$/, /^bounces$/),
  answers: ANSWERS,
  hints: rows(/^caa$/, /^srv$/),
  ports: rows(/^implicit-tls$/, /^starttls$/),
  policy: rows(/^(?:greeting|auth-under-tls|tls-versions|open-relay|login)$/),
  certificate: rows(/^certificate-/),
  report: rows(/^machine-report$/, /^outbound-/),
  machine: rows(/^(?:queue-volume|last-sync|upgrades|updates-in-force)$/),
  signatures: rows(/^(?:dane|dnssec)$/),
} as const;
