import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A certificate that is not renewed. */
tried('certificate-renewal', faults('certificate-renewal-fails'));
