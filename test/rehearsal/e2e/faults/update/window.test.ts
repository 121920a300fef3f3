import { faults } from '../../../../../lib/rehearsal/faults/suite';
import { tried } from '../server';

/** Upgrades come into force in their window: by restarts, and by a reboot. */
tried('update-window', faults('update-window-restart', 'update-window-reboot'));
