import type { Lookup } from './probe';

/** Who takes a domain's mail by the DNS of today (RFC 5321 section 5.1). */
export type Taker =
  | { readonly kind: 'exchangers'; readonly values: readonly string[] }
  /** No MX: mail goes to the name's own addresses. */
  | { readonly kind: 'addresses'; readonly values: readonly string[] }
  /** `0 .`: the domain says that it takes no mail (RFC 7505), and receivers refuse mail from it. */
  | { readonly kind: 'null' }
  | { readonly kind: 'none' };

/** Throws a `LookupError` when it could not be learnt. */
export async function takerOf(name: string, lookup: Lookup): Promise<Taker> {
  const exchangers = await lookup(name, 'MX');
  if (exchangers.some(isNull)) return { kind: 'null' };
  if (exchangers.length > 0) return { kind: 'exchangers', values: exchangers };
  const addresses = (await Promise.all([lookup(name, 'A'), lookup(name, 'AAAA')])).flat();
  return addresses.length > 0 ? { kind: 'addresses', values: addresses } : { kind: 'none' };
}

/** `0 .`, as a resolver's answer has it. */
export function isNull(exchanger: string): boolean {
  return /^\d+ *\.?$/.test(exchanger);
}

/** Whether an exchanger, as `10 mail.example.com`, is this host. */
export function isHost(exchanger: string, hostName: string): boolean {
  return exchanger.toLowerCase().endsWith(` ${hostName}`);
}
