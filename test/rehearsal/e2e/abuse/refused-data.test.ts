import { tried } from './server';

/** What was refused is taken neither for commands nor for a message. */
tried('refused-data');
