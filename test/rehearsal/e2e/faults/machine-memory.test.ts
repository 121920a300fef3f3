import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Memory is short. */
tried('machine-memory', faults('machine-memory'));
