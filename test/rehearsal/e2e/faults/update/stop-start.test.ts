import { faults } from '../../../../../lib/rehearsal/faults/suite';
import { tried } from '../server';

/** A deploy that stops and starts the machine. */
tried('update-stop-start', faults('update-stop-start'));
