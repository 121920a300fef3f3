import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** Postfix's children that take mail on. */
tried('daemons-queue', faults('daemons-postfix-qmgr', 'daemons-postfix-smtp', 'daemons-postfix-tlsmgr'));
