import type { FoundZone } from '../deployed/zones';

/** What the zones of the account leave to choose. */
export type ZoneChoice =
  | { readonly kind: 'one'; readonly zone: FoundZone }
  | { readonly kind: 'several'; readonly zones: readonly FoundZone[] }
  | { readonly kind: 'none' };

/** A nearer zone does not win by itself: it may be one that nobody has delegated yet. */
export function choiceAmong(found: readonly FoundZone[]): ZoneChoice {
  const [nearest] = found;
  if (nearest === undefined) return { kind: 'none' };
  if (found.length === 1) return { kind: 'one', zone: nearest };
  return { kind: 'several', zones: found };
}

export function described({ id, name, comment }: FoundZone): string {
  return `${name} (${id})${comment === undefined ? '' : `, ${comment}`}`;
}
