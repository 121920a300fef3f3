import { faults } from '../../../../../lib/rehearsal/faults/suite';
import { tried } from '../server';

/** A server that is replaced under load. */
tried('replacement-new-image', faults('replacement-new-image'));
