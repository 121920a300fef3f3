import type { Environment, User } from '../config/environment';

/** Whether a login may write this address, in the envelope and in From. */
export function maySendAs({ senders }: User, address: string): boolean {
  const folded = address.toLowerCase();
  const domain = folded.slice(folded.lastIndexOf('@'));
  return senders.some((sender) => sender === folded || sender === domain);
}

/** An address that a login may send from: its first, and for a whole domain the postmaster's, which exists everywhere. */
export function senderOf({ domain }: Environment, { senders }: User): string {
  const own = senders.find((sender) => sender.endsWith(`@${domain}`)) ?? senders[0] ?? `@${domain}`;
  return own.startsWith('@') ? `postmaster${own}` : own;
}
