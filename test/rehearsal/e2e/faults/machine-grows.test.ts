import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** What grows: the queue's volume, and the log. */
tried('machine-grows', faults('machine-log-burst', 'machine-volume-stays-small', 'machine-volume-grows'));
