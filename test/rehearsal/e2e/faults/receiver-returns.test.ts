import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A receiver that says no for good: the message comes home. */
tried('receiver-returns', faults('receiver-returns-recipient', 'receiver-returns-message'));
