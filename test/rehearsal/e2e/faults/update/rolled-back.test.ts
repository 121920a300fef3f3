import { faults } from '../../../../../lib/rehearsal/faults/suite';
import { tried } from '../server';

/** A deploy that breaks the machine goes back. */
tried('update-rolled-back', faults('update-rolled-back'));
