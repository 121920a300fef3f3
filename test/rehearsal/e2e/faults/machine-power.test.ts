import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** The power goes. */
tried('machine-power', faults('machine-power-cut', 'machine-power-cut-queue'));
