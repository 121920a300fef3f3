import { tried } from './server';

/** Who guesses passwords is shut out, and nobody with them. */
tried('brute-force');
