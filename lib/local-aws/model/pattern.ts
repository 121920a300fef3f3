const known = new Map<string, RegExp>();

/**
 * AWS writes patterns as Java reads them and holds the whole text to them. Both know `\p{L}`, which JavaScript has in its
 * Unicode mode alone; that mode refuses escapes of what needs none, such as `\-` outside a class, so these go without it.
 * Flags stand in front: `(?i)`.
 */
export function patternOf(java: string): RegExp {
  const found = known.get(java);
  if (found !== undefined) return found;
  const [, flags = '', body = ''] = /^(?:\(\?([is]+)\))?(.*)$/su.exec(java)!;
  const pattern = compiled(body, `u${flags}`) ?? compiled(body, flags);
  if (pattern === undefined) throw new Error(`The pattern ${java} of AWS's model has no like in JavaScript.`);
  known.set(java, pattern);
  return pattern;
}

function compiled(body: string, flags: string): RegExp | undefined {
  // Outside its Unicode mode JavaScript would take this for the letter p.
  if (!flags.includes('u') && /\\p\{/.test(body)) return undefined;
  try {
    return new RegExp(`^(?:${body})$`, flags);
  } catch {
    return undefined;
  }
}
