import { tried } from './server';

/** However a recipient is written, nothing that a stranger brings is sent on. */
tried('recipients');
