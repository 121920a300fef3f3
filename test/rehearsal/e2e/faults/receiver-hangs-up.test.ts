import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** A receiver that hangs up. */
tried(
  'receiver-hangs-up',
  faults(
    'receiver-hangs-up-data',
    'receiver-hangs-up-midway',
    'receiver-hangs-up-dot',
    'receiver-takes-and-hangs-up',
  ),
);
