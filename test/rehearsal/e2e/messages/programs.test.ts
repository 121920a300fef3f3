import { battery } from './battery';

battery('programs');
