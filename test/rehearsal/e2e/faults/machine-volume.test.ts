import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** The queue's volume is full. */
tried('machine-volume', faults('machine-disk-full', 'machine-inodes'));
