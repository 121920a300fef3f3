import type { Receiver } from '../../world/receiver/receiver';
import type { Fault } from '../fault';
import type { Ground } from '../ground';
import type { Load } from '../load/load';
import { lead } from './firewall';

const PORT = 2525;

type Close = () => Promise<void>;

/** Options of smtp-sink(1), one sink each. */
export type Manners = readonly (readonly string[])[];

/**
 * Postfix's smtp-sink(1) takes the receiver's place for each new connection: one of these by turns, each misbehaving
 * as its options say. Gives the way back, which cuts their connections wherever they are.
 */
async function open(receiver: Receiver, manners: Manners): Promise<Close> {
  const ports = manners.map((_, turn) => PORT + turn);
  const sinks = manners.map((options, turn) => {
    const listen = [`0.0.0.0:${String(ports[turn])}`, '100'];
    // It wants a user; under another than ours it would not end with us (PR_SET_PDEATHSIG of prctl(2)).
    return receiver.daemon('smtp-sink', ['smtp-sink', '-u', 'root', ...options, ...listen]);
  });
  const close = async () => {
    await lead(receiver, []);
    for (const sink of sinks) sink.kill('SIGKILL');
  };
  try {
    await receiver.listens(ports);
    await lead(receiver, ports);
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

/** A fault in which others stand in the receiver's place, until it heals or `during` sends them away. */
export function standIn(
  fault: Pick<Fault, 'id' | 'name' | 'returns'>,
  manners: Manners,
  during: (ground: Ground, load: Load, close: Close) => Promise<string>,
): Fault {
  let close: Close = () => Promise.resolve();
  return {
    ...{ ...fault, group: 'receiver', client: 'served' },
    plant: async ({ world }) => {
      close = await open(world.receiver, manners);
    },
    during: (ground, load) => during(ground, load, close),
    heal: () => close(),
  };
}
