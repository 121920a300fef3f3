import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A receiver that cannot be reached. */
tried('receiver-connection', faults('receiver-refuses', 'receiver-silent', 'receiver-port-25-blocked'));
