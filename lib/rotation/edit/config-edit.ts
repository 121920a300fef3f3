import ts from 'typescript';

import type { Dkim } from '../../config/environment';
import { domainName } from '../../config/schema/domain-name';
import { appended, handOf, literal, removed, spliced, type Hand, type Splice } from './splice';
import { type Entry, entryOf, exported, isPlain, objectOf, Uneditable, valueOf } from './syntax';

/** What `kitte dkim rotate` changes; the key's size is the person's. */
const KEYS = ['selectors', 'active', 'rotation', 'retired'] as const;

export type Changes = Partial<Record<(typeof KEYS)[number], unknown>>;

/** The keys that differ; `undefined` for one that goes. */
export function changesOf(before: Dkim, after: Dkim): Changes {
  const differing = KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  // The default of `active` follows the list, and the list is about to change.
  const keys = differing.includes('selectors') ? [...new Set([...differing, 'active' as const])] : differing;
  return Object.fromEntries(KEYS.filter((key) => keys.includes(key)).map((key) => [key, after[key]]));
}

/**
 * The config's text with these changes below `dkim` of one environment, or of its domain where it has `domains`, and everything
 * else as it was.
 */
export function edited(source: string, environment: string, changes: Changes, domain?: string): string {
  const file = ts.createSourceFile('kitte.config.ts', source, ts.ScriptTarget.Latest, true);
  const hand = handOf(source);
  const environmentPart = ownerOf(file, environment);
  const place = domain === undefined ? undefined : placeOf(file, environmentPart, domain);
  if (place?.missing !== undefined) {
    const [object, keys] = place.missing;
    return spliced(source, appended(source, object, [nested(keys, changes, hand)], hand));
  }
  const owner = place?.object ?? environmentPart;
  const entry = entryOf(owner, 'dkim');
  if (entry === undefined) {
    const value = fresh(changes, hand, owner, source);
    return spliced(source, appended(source, owner, [`dkim: ${value}`], hand));
  }
  const dkim = objectOf(valueOf(entry, 'dkim'), file, 'dkim');
  return spliced(source, splicesOf(source, dkim, changes, hand, 'dkim.'));
}

type Place =
  | { readonly object: ts.ObjectLiteralExpression; readonly missing?: undefined }
  /** Into which object, below which keys. */
  | { readonly missing: readonly [ts.ObjectLiteralExpression, readonly string[]] };

/** Where a domain's own part stands; nothing for the short form, whose one domain stands at the top. */
function placeOf(
  file: ts.SourceFile,
  environment: ts.ObjectLiteralExpression,
  domain: string,
): Place | undefined {
  const root = exported(file);
  const entry = entryOf(environment, 'domains');
  if (entry === undefined)
    return entryOf(root, 'domains') === undefined
      ? undefined
      : { missing: [environment, ['domains', domain]] };
  const domains = objectOf(valueOf(entry, 'domains'), file, 'domains');
  const own = domains.properties.find(({ name }) => name !== undefined && isDomain(name, domain));
  if (own !== undefined) {
    const what = `domains[${JSON.stringify(domain)}]`;
    return { object: objectOf(valueOf(own, what), file, what) };
  }
  // What all environments share has it, and is not changed for one of them.
  if (environment !== root && entryOf(root, 'domains') !== undefined) return { missing: [domains, [domain]] };
  throw new Uneditable(`domains has no literal entry ${JSON.stringify(domain)}`);
}

/** A config may write a name in capitals, with its dot, or in its own script. */
function isDomain(name: ts.PropertyName, domain: string): boolean {
  if (!ts.isStringLiteralLike(name) && !ts.isIdentifier(name)) return false;
  return (domainName.safeParse(name.text).data ?? name.text) === domain;
}

/** The changes below these keys and `dkim`, on a line. */
function nested(keys: readonly string[], changes: Changes, hand: Hand): string {
  const [key, ...rest] = keys;
  if (key === undefined) return `dkim: ${literal(changes, hand)}`;
  const name = /^[A-Za-z_]\w*$/.test(key) ? key : `${hand.quote}${key}${hand.quote}`;
  return `${name}: { ${nested(rest, changes, hand)} }`;
}

/** The same for keys of the environment itself. */
export function editedAtTop(source: string, environment: string, changes: Record<string, unknown>): string {
  const file = ts.createSourceFile('kitte.config.ts', source, ts.ScriptTarget.Latest, true);
  return spliced(source, splicesOf(source, ownerOf(file, environment), changes, handOf(source), ''));
}

/** An environment's own part where there are several: the shared part is not changed for one of them. */
function ownerOf(file: ts.SourceFile, environment: string): ts.ObjectLiteralExpression {
  const root = exported(file);
  const environments = entryOf(root, 'environments');
  if (environments === undefined) return root;
  const all = objectOf(valueOf(environments, 'environments'), file, 'environments');
  const own = entryOf(all, environment);
  if (own === undefined) throw new Uneditable(`environments has no literal entry ${environment}`);
  const what = `environments.${environment}`;
  return objectOf(valueOf(own, what), file, what);
}

function splicesOf(
  source: string,
  object: ts.ObjectLiteralExpression,
  changes: Record<string, unknown>,
  hand: Hand,
  path: string,
): Splice[] {
  const splices: Splice[] = [];
  const added: string[] = [];
  const gone: Entry[] = [];
  for (const [key, value] of Object.entries(changes)) {
    const entry = entryOf(object, key);
    if (entry === undefined) {
      if (value !== undefined) added.push(`${key}: ${literal(value, hand)}`);
      continue;
    }
    const old = valueOf(entry, `${path}${key}`);
    if (!isPlain(old)) throw new Uneditable(`${path}${key} is computed: ${old.getText()}`);
    if (value === undefined) gone.push(entry);
    else splices.push({ start: old.getStart(), end: old.end, text: literal(value, hand) });
  }
  return [...splices, ...exchanged(source, object, gone, added, hand)];
}

/** What comes takes the place of what goes. */
function exchanged(
  source: string,
  dkim: ts.ObjectLiteralExpression,
  [first, ...gone]: readonly Entry[],
  added: readonly string[],
  hand: Hand,
): Splice[] {
  if (first === undefined) return added.length === 0 ? [] : appended(source, dkim, added, hand);
  const rest = gone.map((entry) => removed(source, dkim, entry));
  if (added.length === 0) return [removed(source, dkim, first), ...rest];
  return [{ start: first.getStart(), end: first.end, text: added.join(', ') }, ...rest];
}

function fresh(changes: Changes, hand: Hand, owner: ts.ObjectLiteralExpression, source: string): string {
  const entries = Object.entries(changes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${literal(value, hand)}`);
  const start = owner.properties[0]?.getStart() ?? 0;
  const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
  if (!/^[ \t]+$/.test(before)) return `{ ${entries.join(', ')} }`;
  const lines = entries.map((entry) => `${hand.newline}${before}${hand.unit}${entry},`);
  return `{${lines.join('')}${hand.newline}${before}}`;
}
