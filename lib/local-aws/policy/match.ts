/** Whether `value` matches an IAM pattern, where `*` is any run of characters and `?` any one. */
export function wildcard(pattern: string, value: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(value);
}

/** ARNs match segment by segment: a `*` in one of the first five does not reach over a colon. */
export function arnLike(pattern: string, value: string): boolean {
  const patterns = segments(pattern);
  const values = segments(value);
  return (
    patterns.length === values.length && patterns.every((part, index) => wildcard(part, values[index] ?? ''))
  );
}

function segments(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
