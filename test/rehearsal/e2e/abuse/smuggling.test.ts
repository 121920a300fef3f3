import { tried } from './server';

/** One message stays one message. */
tried('smuggling');
