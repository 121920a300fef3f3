import { planted } from './planted';

/** DMARC, and where its reports go. */
planted('dmarc');
