import { isIP } from 'node:net';

import { InvalidArgumentError } from 'commander';

/** A parser for an option that names a resolver and may be given again. */
export function resolvers(value: string, before: readonly string[]): readonly string[] {
  const [, bracketed, plain = value] = /^(?:\[([^\]]+)\]|([^:]+)):\d{1,5}$/.exec(value) ?? [];
  if (isIP(bracketed ?? plain) !== 0) return [...before, value];
  throw new InvalidArgumentError(
    'It must be the IP address of a resolver, such as 1.1.1.1; with another port than 53, 127.0.0.1:5353.',
  );
}
