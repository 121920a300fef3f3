import { planted } from './planted';

/** What only the machine knows. */
planted('machine');
