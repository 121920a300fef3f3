import { faults } from '../../../../../lib/rehearsal/faults/suite';
import { tried } from '../server';

/** Upgrades come into force in their window. */
tried('update-window', faults('update-window-restart'));
