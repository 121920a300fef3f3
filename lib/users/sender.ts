import type { Environment, User } from '../config/environment';

/** An address that a login may send from: its first, and for a whole domain the postmaster's, which exists everywhere. */
export function senderOf(
  { domain }: Pick<Environment, 'domain'>,
  { senders }: Pick<User, 'senders'>,
): string {
  const own = senders.find((sender) => sender.endsWith(`@${domain}`)) ?? senders[0] ?? `@${domain}`;
  return own.startsWith('@') ? `postmaster${own}` : own;
}
