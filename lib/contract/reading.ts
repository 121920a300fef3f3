import * as z from 'zod/mini';

/** What Kitte says, in both of its languages. */
export interface InBoth {
  readonly en: string;
  readonly ja: string;
}

/** What came of reading what the other side wrote. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  /** There is nothing to read yet. */
  | { readonly kind: 'silent' }
  | Unread;

/** `newer`: of a version that this kitte does not know. */
export interface Unread {
  readonly kind: 'newer' | 'unreadable';
  readonly words: InBoth;
  readonly remedy: InBoth;
}

/** What the fields mean: it goes into the machine's copy of the schemas and into docs/contract.md. */
export const meaning = z.registry<{ description: string }>();

export interface Document {
  /** Such as `the report of the machine`. */
  readonly name: InBoth;
  /** The newest version that this kitte knows. */
  readonly version: number;
  /** Of what says no version. */
  readonly unnumbered: number;
}

const USE_ANOTHER: InBoth = {
  en: 'Another kitte, a newer one, deployed it: use that one (git pull && npm ci), or deploy with this one.',
  ja: 'これより新しい kitte でデプロイされています。その版を使うか (git pull && npm ci)、この版でデプロイし直してください。',
};

/** Reads JSON of this version or an older one. Fields that the schema does not know are left out: they are of no new version. */
export function read<T extends z.ZodMiniType>(
  text: string,
  { name, version, unnumbered }: Document,
  schema: T,
): Reading<z.infer<T>> {
  const said = objectIn(text);
  if (said === undefined)
    return unreadable(name, { en: 'it is no JSON object', ja: 'JSON オブジェクトではありません' });
  if (Object.keys(said).length === 0) return { kind: 'silent' };
  const found = said['version'] ?? unnumbered;
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 1)
    return unreadable(name, same(`version ${JSON.stringify(found)}`));
  if (found > version) return newer(name, found, version);
  const parsed = schema.safeParse({ ...said, version: found });
  if (parsed.success) return { kind: 'read', value: parsed.data };
  return unreadable(name, same(parsed.error.issues.map(({ path }) => problem(said, path)).join('; ')));
}

/** The value, where there is one. */
export const valueOf = <T>(reading: Reading<T>): T | undefined =>
  reading.kind === 'read' ? reading.value : undefined;

/** In English, words and remedy. */
export const inEnglish = ({ words, remedy }: Unread): string => `${words.en} ${remedy.en}`;

function newer({ en, ja }: InBoth, found: number, known: number): Unread {
  return {
    kind: 'newer',
    words: {
      en: `${en} is of version ${String(found)}, and this kitte reads up to version ${String(known)}.`,
      ja: `${ja}はバージョン ${String(found)} ですが、この kitte が読めるのはバージョン ${String(known)} までです。`,
    },
    remedy: USE_ANOTHER,
  };
}

function unreadable({ en, ja }: InBoth, why: InBoth): Unread {
  return {
    kind: 'unreadable',
    words: {
      en: `${en} cannot be read: ${why.en}.`,
      ja: `${ja}を読めません（${why.ja}）。`,
    },
    remedy: { en: 'Deploy again.', ja: 'デプロイし直してください。' },
  };
}

function problem(said: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce(
    (within, key) => (within as Record<PropertyKey, unknown> | undefined)?.[key],
    said,
  );
  return `${path.map(String).join('.')} ${JSON.stringify(value) ?? 'is missing'}`;
}

const same = (words: string): InBoth => ({ en: words, ja: words });

/** The object that a text holds, if it holds one. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
