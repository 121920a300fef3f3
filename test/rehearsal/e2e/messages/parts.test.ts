import { battery } from './battery';

battery('parts');
