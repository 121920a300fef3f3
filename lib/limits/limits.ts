import type { Environment } from '../config/environment';
import type { Finding } from '../config/findings';
import { exceeded, type Measure } from './limit';
import { logins } from './logins';
import { userData } from './machine';
import { dnsRecords } from './records';

const MEASURES: readonly Measure[] = [logins, dnsRecords, userData];

/** Which limits of AWS's a config exceeds: each would be met in the middle of a deploy. */
export function limits(environment: Environment): Finding[] {
  return MEASURES.flatMap((measure) => measure(environment)).flatMap(exceeded);
}
