import { planted } from './planted';

/** DNSSEC, and DANE on top of it. */
planted('signatures');
