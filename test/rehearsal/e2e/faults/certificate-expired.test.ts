import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A certificate that is over. */
tried('certificate-expired', faults('certificate-expired'));
