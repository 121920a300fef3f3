import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A new certificate that does not fit. */
tried('certificate-misfit', faults('certificate-other-key', 'certificate-other-name'));
