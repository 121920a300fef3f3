import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** The resolver, and the DNS behind it. */
tried('daemons-resolver', faults('daemons-unbound', 'daemons-unbound-stopped', 'daemons-dns-servfail'));
