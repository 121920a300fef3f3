import { planted } from './planted';

/** The key as the DNS has it. */
planted('dkim-record');
