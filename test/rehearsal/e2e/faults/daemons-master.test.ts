import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Postfix's master, and those of its children that take mail in. */
tried('daemons-master', faults('daemons-postfix', 'daemons-postfix-smtpd', 'daemons-postfix-cleanup'));
