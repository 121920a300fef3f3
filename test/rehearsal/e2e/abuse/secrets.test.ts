import { tried } from './server';

/** No password and no private key stands anywhere but where it must. */
tried('secrets');
