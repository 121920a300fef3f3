import { createHash, X509Certificate } from 'node:crypto';

/** A TLSA record (RFC 6698 section 2.1). */
export interface Tlsa {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  /** In hexadecimal. */
  readonly data: string;
}

export function tlsaOf(value: string): Tlsa {
  const [usage, selector, matchingType, ...data] = value.split(' ');
  return {
    usage: Number(usage),
    selector: Number(selector),
    matchingType: Number(matchingType),
    data: data.join('').toLowerCase(),
  };
}

/** For mail only 2 and 3 count: nobody knows which authorities the other side trusts (RFC 7672 section 3.1.3). */
export function isUsable({ usage, selector, matchingType }: Tlsa): boolean {
  return (usage === 2 || usage === 3) && selector <= 1 && matchingType <= 2;
}

/** Whether a sender would take these certificates for it. `nameFits` counts for an authority's record alone (RFC 7672 section 3.2.1). */
export function fits(record: Tlsa, chain: readonly Uint8Array[], nameFits: boolean): boolean {
  const [leaf, ...above] = chain;
  if (leaf === undefined || !isUsable(record)) return false;
  if (record.usage === 3) return dataOf(record, leaf) === record.data;
  // A server need not send its root, and a sender finds it nowhere else (RFC 7671 section 5.2.2).
  return nameFits && above.some((each) => !isRoot(each) && dataOf(record, each) === record.data);
}

/** The record that outlives a renewal of the certificate as long as its key stays (RFC 7671 section 5.1). */
export function fitting(leaf: Uint8Array): string {
  return `3 1 1 ${dataOf({ selector: 1, matchingType: 1 }, leaf)}`;
}

function dataOf(
  { selector, matchingType }: Pick<Tlsa, 'selector' | 'matchingType'>,
  der: Uint8Array,
): string {
  const bytes =
    selector === 0 ? der : new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  if (matchingType === 0) return Buffer.from(bytes).toString('hex');
  return createHash(matchingType === 1 ? 'sha256' : 'sha512')
    .update(bytes)
    .digest('hex');
}

function isRoot(der: Uint8Array): boolean {
  const { subject, issuer } = new X509Certificate(der);
  return subject === issuer;
}
