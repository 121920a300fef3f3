import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** OpenDKIM and its key. */
tried('daemons-signer', faults('daemons-opendkim', 'daemons-opendkim-stopped', 'daemons-key-broken'));
