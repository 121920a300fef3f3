import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/**
 * What grows: the queue's volume, and the log. The last of its folder: where the host may not grow a file system that is in use,
 * the warning stays, and other cases wait for a report that all is well.
 */
tried('machine-grows', faults('machine-log-burst', 'machine-volume-stays-small', 'machine-volume-grows'));
