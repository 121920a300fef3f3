import { planted } from './planted';

/** Messages as they arrive. */
planted('dkim-message');
