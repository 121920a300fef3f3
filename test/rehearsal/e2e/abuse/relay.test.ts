import { tried } from './server';

/** Nobody relays without a login. */
tried('relay');
