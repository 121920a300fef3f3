import { tried } from './server';

/** What a login may send. */
tried('limits');
