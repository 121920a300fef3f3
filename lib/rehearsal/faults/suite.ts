import { certificate } from './certificate';
import { daemons } from './daemons';
import type { Fault } from './fault';
import { machine } from './machine';
import { receiver } from './receiver/receiver';
import { replacement } from './replacement';
import { sync } from './sync';
import { update } from './update';

/** Every fault, in the order in which the book has them. The files of test/rehearsal/e2e/faults plant some each. */
export const FAULTS: readonly Fault[] = [
  ...daemons,
  ...receiver,
  ...update,
  ...machine,
  ...certificate,
  ...sync,
  ...replacement,
];

/** Those with these ids, in their order. */
export function faults(...ids: readonly string[]): Fault[] {
  return ids.map((id) => {
    const found = FAULTS.find((fault) => fault.id === id);
    if (found === undefined)
      throw new Error(`There is no fault ${id}; there are ${FAULTS.map((one) => one.id).join(', ')}.`);
    return found;
  });
}
