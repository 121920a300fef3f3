import { InvalidArgumentError } from 'commander';

/** A parser for an option that names a host: it goes into a command on the server. */
export function hostName(value: string): string {
  if (/^(?!-)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(value)) return value;
  throw new InvalidArgumentError('It must be the name of a mail server, such as gmail-smtp-in.l.google.com.');
}
