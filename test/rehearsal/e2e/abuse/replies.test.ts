import { tried } from './server';

/** What people and machines write to addresses that only send. */
tried('replies');
