import type { Environment, User } from './environment';

/** Whose mail is the server's own: a tag on them is no login's by itself. As in the machine's ownership.py. */
const ROLES = ['postmaster', 'abuse', 'dmarc', 'bounces', 'mailer-daemon'];

/** Whether a login, of all these users of the server, may write this address, in the envelope and in From: by its domain, exactly, or by a tag (RFC 5233). */
export function maySendAs({ users }: Pick<Environment, 'users'>, user: User, address: string): boolean {
  const folded = address.toLowerCase();
  const at = folded.lastIndexOf('@');
  const domain = folded.slice(at);
  if (user.senders.includes(domain)) return true;
  const local = folded.slice(0, at);
  for (const base of withoutTags(local)) {
    const owns = ({ senders }: User) => senders.includes(base + domain);
    if (!users.some(owns)) continue;
    return owns(user) && (base === local || (user.subaddresses && !ROLES.includes(base)));
  }
  return false;
}

/** `a+b+c`, `a+b`, `a`: what names most comes first. */
function withoutTags(local: string): string[] {
  const parts = local.split('+');
  if (parts[0] === '') return [local];
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('+'));
}
