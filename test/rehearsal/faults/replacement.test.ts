import { SERVERS } from '../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A server that is replaced under load, and replaced in vain. Needs root. */
tried('replacement', SERVERS.replacement);
