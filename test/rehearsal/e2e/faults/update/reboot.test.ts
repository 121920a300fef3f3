import { faults } from '../../../../../lib/rehearsal/faults/suite';
import { tried } from '../server';

/** A kernel waits: the machine reboots in the window, and comes up again by itself. */
tried('update-reboot', faults('update-window-reboot'));
