import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** TLS and DANE with the receiver. */
tried('receiver-tls', faults('receiver-tls-fails', 'receiver-dane-mismatch', 'receiver-dane-stripped'));
