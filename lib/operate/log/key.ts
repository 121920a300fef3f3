/** By what a message is looked for in the log. */
export type LogKey =
  | { readonly kind: 'queue-id'; readonly queueId: string }
  /** A Message-ID and an address look alike: both are looked for. */
  | { readonly kind: 'address'; readonly address: string };

export const KEYS =
  'a queue id such as 4F1A220038, a Message-ID such as <id@host>, or an address such as a@b.example';

/** Undefined when it is none of them. */
export function logKey(written: string): LogKey | undefined {
  const bare = written.trim().replace(/^<(.*)>$/, '$1');
  if (/^[0-9A-Fa-f]{5,15}$/.test(bare)) return { kind: 'queue-id', queueId: bare.toUpperCase() };
  // The longest that SMTP carries: RFC 5321 section 4.5.3.1.
  if (/^[^\s<>]+@[^\s<>]+$/.test(bare) && bare.length <= 320) return { kind: 'address', address: bare };
  return undefined;
}
