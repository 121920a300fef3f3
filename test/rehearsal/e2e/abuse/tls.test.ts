import { tried } from './server';

/** What others' scanners say of the served TLS. */
tried('tls');
