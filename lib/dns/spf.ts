import type { Environment } from '../config/environment';

/**
 * The SPF policy of a sender domain (RFC 7208). The server stands first, as `ip4`: it costs none of the ten lookups, and the same
 * deploy sets it and the A record, so the two never differ.
 */
export function senderSpf({ include, ip4, all }: Environment['spf'], address: string): string {
  const others = [...ip4.map((network) => `ip4:${network}`), ...include.map((name) => `include:${name}`)];
  return ['v=spf1', `ip4:${address}`, ...others, all].join(' ');
}

/** Receivers check the greeting too, and bounces have nothing else (RFC 7208 section 2.3): only the host's own address greets so. */
export const HELO_SPF = 'v=spf1 a -all';
