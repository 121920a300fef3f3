import { planted } from './planted';

/** Who may certify, and where clients find the server. */
planted('hints');
