import { planted } from './planted';

/** Where the server is, and what its address is called. */
planted('where');
