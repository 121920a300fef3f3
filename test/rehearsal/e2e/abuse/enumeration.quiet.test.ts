import { tried } from './server';

/** Nobody learns which logins there are: by the words, or by the time, which is measured to a twentieth of a second. */
tried('enumeration');
