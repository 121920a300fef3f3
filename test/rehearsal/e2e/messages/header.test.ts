import { battery } from './battery';

battery('header');
