/** What a record has that ours has not, and the other way round. */
export interface Difference {
  readonly more: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Two lists of tags, `a=b; c=d` (RFC 6376 section 3.2, RFC 9989), the version first. A space at a semicolon and the order of the
 * rest are of no account to anybody. All else is: a space before the equals sign or another case makes a record that some verifiers
 * read and others do not.
 */
export function difference(seen: string, wanted: string): Difference {
  const [there, ours] = [partsOf(seen), partsOf(wanted)];
  const more = there.filter((part, at) => !ours.includes(part) || there.indexOf(part) !== at);
  const missing = ours.filter((part) => !there.includes(part));
  const misplaced = more.length + missing.length === 0 && there[0] !== ours[0];
  return { more: misplaced ? [there[0] ?? ''] : more, missing };
}

/** A semicolon may end the list, so an empty last part is none. */
function partsOf(value: string): string[] {
  return value
    .replace(/;\s*$/, '')
    .split(';')
    .map((part) => part.trim());
}

/** `tag=value; …` as most verifiers read it (RFC 6376 section 3.2). */
export function tagsOf(value: string): Map<string, string> {
  return new Map(
    value
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.includes('='))
      .map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const;
      }),
  );
}
