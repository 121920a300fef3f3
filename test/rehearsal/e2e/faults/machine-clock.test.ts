import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** The clock jumps. */
tried('machine-clock', faults('machine-clock'));
