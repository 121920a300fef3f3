import { battery } from './battery';

battery('address');
