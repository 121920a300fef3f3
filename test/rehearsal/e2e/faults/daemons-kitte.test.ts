import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Kitte's own daemons. */
tried('daemons-kitte', faults('daemons-holder', 'daemons-guard', 'daemons-clerk'));
