import { planted } from './planted';

/** What comes back. */
planted('bounces');
