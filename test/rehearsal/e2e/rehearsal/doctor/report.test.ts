import { planted } from './planted';

/** What the machine says of itself, and of its way out. */
planted('report');
