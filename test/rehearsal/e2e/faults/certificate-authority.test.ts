import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Another authority is to issue the certificates. */
tried('certificate-authority', faults('certificate-authority-absent', 'certificate-authority-test'));
