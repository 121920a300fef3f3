import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A receiver that says nothing any more. */
tried('receiver-hangs', faults('receiver-hangs-data', 'receiver-hangs-dot'));
