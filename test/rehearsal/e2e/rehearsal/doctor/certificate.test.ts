import { planted } from './planted';

/** The certificate that clients meet. */
planted('certificate');
