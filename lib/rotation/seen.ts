import { createPublicKey } from 'node:crypto';

/** What one name server of the zone says about one selector. */
export interface Answer {
  readonly server: string;
  readonly address: string;
  /** The key in base64, empty for one that is revoked; absent when there is no record. */
  readonly key?: string;
  /** Seconds that a resolver keeps it. */
  readonly ttl?: number;
  /** Why nothing is known. */
  readonly error?: string;
}

export type Known<T> =
  | { readonly value: T; readonly unknown?: undefined }
  | { readonly value?: undefined; readonly unknown: string };

/** The world outside the config, as far as a rotation must know it. */
export interface Seen {
  /** By selector. */
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
  /** The longest that a resolver may go on with "there is none", in seconds (RFC 2308 section 5). */
  readonly negativeTtl: Known<number>;
  /** By selector, in base64: the public halves of the keys that the deploy made. */
  readonly keys: Known<Readonly<Record<string, string>>>;
  /** When the key that signs by the config was made. */
  readonly made: Known<Date>;
  /** The selector that the server signs with by its own word. */
  readonly signing: Known<string>;
}

/** Why a selector's key is not yet there for everybody, or undefined when every name server has the right one. */
export function unpublished(selector: string, { answers, keys }: Seen): string | undefined {
  const all = answers[selector] ?? [];
  if (all.length === 0) return 'the zone has no name server that could be asked';
  const made = keys.value?.[selector];
  const expected = made ?? all.find(({ key }) => key !== undefined && key !== '')?.key;
  const wrong = all.flatMap(({ server, key, error }) => {
    if (error !== undefined) return [`${server}: ${error}`];
    if (key === undefined) return [`${server} has no record`];
    if (key === '') return [`${server} has an empty key`];
    if (key !== expected) return [`${server} has another key`];
    return readable(key) ? [] : [`${server} has a key that cannot be read`];
  });
  return wrong.length === 0 ? undefined : wrong.join('; ');
}

/** Name servers that still answer with a key. */
export function stillPublished(selector: string, { answers }: Seen): string[] {
  return (answers[selector] ?? []).flatMap(({ server, key }) => ((key ?? '') === '' ? [] : [server]));
}

function readable(key: string): boolean {
  try {
    return (
      createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }).asymmetricKeyType ===
      'rsa'
    );
  } catch {
    return false;
  }
}
