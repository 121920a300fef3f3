import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Dovecot, who knows the passwords. */
tried('daemons-logins', faults('daemons-dovecot', 'daemons-dovecot-auth', 'daemons-dovecot-stopped'));
