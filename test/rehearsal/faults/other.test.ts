import { SERVERS } from '../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** The other half of the faults, beside the first. Needs root. */
tried('other', SERVERS.other);
