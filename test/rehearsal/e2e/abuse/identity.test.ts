import { tried } from './server';

/** A login sends as what it owns, and as nobody else. */
tried('identity');
