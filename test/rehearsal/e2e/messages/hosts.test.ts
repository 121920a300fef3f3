import { battery } from './battery';

// Satellites that hand on a machine's mail, and sendmail on the server itself.
battery('relays', 'machine');
