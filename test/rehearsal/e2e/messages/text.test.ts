import { battery } from './battery';

battery('text');
