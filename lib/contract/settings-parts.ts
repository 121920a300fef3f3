import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

import { OF_ONE_DOMAIN, parts } from './settings';

/** What leads from a head to the rest of the settings. */
export interface PartsReference {
  /** Of the parameters, in their order. */
  readonly names: readonly string[];
  readonly sha256: string;
}

/** Where the domains beside the first are told of; nothing where this very text has all of them. */
export function partsWithDomains(text: string): PartsReference | undefined {
  const { version, parts: reference } = objectIn(text);
  // A server of one domain has no more of them in its parts.
  if (typeof version !== 'number' || version <= OF_ONE_DOMAIN) return undefined;
  const { data } = parts.safeParse(reference);
  if (data === undefined) return undefined;
  const { parent, count, sha256 } = data;
  return { names: Array.from({ length: count }, (_, index) => `${parent}/${String(index)}`), sha256 };
}

function objectIn(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The document of these parts. */
export function settingsIn(values: readonly string[], { sha256 }: PartsReference): string {
  const packed = Buffer.from(values.join(''), 'base64');
  const found = createHash('sha256').update(packed).digest('hex');
  if (found !== sha256)
    throw new Error(
      `The parts of the settings have the SHA-256 ${found}, and their head says ${sha256}: something else than a deploy wrote them. Deploy the config of before again.`,
    );
  return gunzipSync(packed).toString();
}
