import { tried } from './server';

/** Nothing but the password is a login. */
tried('auth');
