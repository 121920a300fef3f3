import type { Case } from './case';
import { addresses } from './kinds/address';
import { headers } from './kinds/header';
import { parts } from './kinds/parts';
import { hosts, programs } from './kinds/programs';
import { texts } from './kinds/text';

/** Every message of the battery, each once. */
export const CASES: readonly Case[] = [...texts, ...headers, ...addresses, ...parts, ...programs, ...hosts];
