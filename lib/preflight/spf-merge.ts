/** An SPF record of another provider, as Kitte's config would carry it on. */
export interface SpfMerge {
  readonly include: readonly string[];
  readonly ip4: readonly string[];
  /** Terms that `spf` of the config has no place for. */
  readonly left: readonly string[];
}

/** Reads the terms of an SPF record (RFC 7208 section 4.6.1). What it says about everybody else stays the config's own choice. */
export function readSpf(record: string): SpfMerge {
  const include: string[] = [];
  const ip4: string[] = [];
  const left: string[] = [];
  for (const term of record.trim().split(/\s+/).slice(1)) {
    const [, kind = '', value = ''] = /^\+?(include|ip4):(.+)$/i.exec(term) ?? [];
    if (kind.toLowerCase() === 'include' && !value.includes('%')) include.push(value.toLowerCase());
    else if (kind.toLowerCase() === 'ip4') ip4.push(value);
    else if (!/^[-+~?]?all$/i.test(term)) left.push(term);
  }
  return { include, ip4, left };
}

export const isSpf = (value: string): boolean => /^v=spf1( |$)/i.test(value);
