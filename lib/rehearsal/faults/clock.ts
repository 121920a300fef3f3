import type { Fault } from './fault';
import type { Ground } from './ground';

const group = 'machine';
void group;
void ({} as Ground);
export const clock: readonly Fault[] = [];
