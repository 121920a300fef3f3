import { planted } from './planted';

/** Who takes the mail of the From domain. */
planted('answers');
