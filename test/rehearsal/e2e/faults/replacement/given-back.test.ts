import { faults } from '../../../../../lib/rehearsal/faults/suite';
import { tried } from '../server';

/** A server that is replaced in vain: the new one breaks once it serves. */
tried('replacement-given-back', faults('replacement-given-back'));
