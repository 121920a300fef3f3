import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Settings that no machine understands. */
tried('sync-settings', faults('sync-settings-half', 'sync-settings-wrong'));
