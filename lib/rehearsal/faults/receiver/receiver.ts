import type { Fault } from '../fault';
import { answers } from './answers';
import { connection } from './connection';
import { hanging } from './hanging';
import { tls } from './tls';

/** What a receiver does to whoever brings it mail. */
export const receiver: readonly Fault[] = [...connection, ...answers, ...hanging, ...tls];
