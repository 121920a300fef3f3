import { faults } from '../../../../../lib/rehearsal/faults/suite';
import { tried } from '../server';

/** A server that is replaced in vain: the new one is never ready. */
tried('replacement-never-ready', faults('replacement-never-ready'));
