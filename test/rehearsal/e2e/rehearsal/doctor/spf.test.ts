import { planted } from './planted';

/** Who may send: SPF. */
planted('spf');
