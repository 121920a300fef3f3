import { randomBytes } from 'node:crypto';
import { ApiError } from '../errors';
import type { Values } from '../values';

/** Ids as AWS makes them: `vpc-0123456789abcdef0`. */
export function newId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString('hex')}`;
}

export interface Entry {
  readonly type: string;
  readonly properties: Values;
}

/** Resources that need no behaviour but their existence. */
export class Ledger {
  private readonly entries = new Map<string, Entry>();

  add(id: string, type: string, properties: Values): void {
    this.entries.set(id, { type, properties });
  }

  get(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  cidrOf(id: string): string {
    const cidr = this.get(id)?.properties['CidrBlock'];
    if (typeof cidr !== 'string') throw new ApiError('InvalidID.NotFound', `The ID '${id}' does not exist`);
    return cidr;
  }

  delete(id: string): void {
    this.entries.delete(id);
  }

  ofType(type: string): [string, Entry][] {
    return [...this.entries].filter(([, entry]) => entry.type === type);
  }

  all(): [string, Entry][] {
    return [...this.entries];
  }
}
