import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A receiver that says no for now. */
tried('receiver-later', faults('receiver-greylists', 'receiver-storms'));
