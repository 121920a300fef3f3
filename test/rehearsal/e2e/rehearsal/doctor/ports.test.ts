import { planted } from './planted';

/** The ports that clients meet. */
planted('ports');
