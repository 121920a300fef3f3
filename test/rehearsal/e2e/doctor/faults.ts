import type { Fault } from './fault';
import { INCOMING } from './faults/incoming';
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
  ...SUBMISSION,
  ...INSIDE,
  ...SIGNATURES,
];
