import { tried } from './server';

/** What the machine is, told by itself. */
tried('machine');
