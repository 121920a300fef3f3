import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Keys, logins and the lease are not what they should be. */
tried('sync-secrets', faults('sync-dkim-key', 'sync-lease', 'sync-login-missing'));
