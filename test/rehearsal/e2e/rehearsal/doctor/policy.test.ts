import { planted } from './planted';

/** How the server behaves there. */
planted('policy');
