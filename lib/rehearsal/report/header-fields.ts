export interface HeaderField {
  readonly name: string;
  /** With its folding, as it was received. */
  readonly body: string;
}

/** Splits a header section into its fields; a line that begins with white space continues one (RFC 5322 section 2.2.3). */
export function headerFields(section: string): readonly HeaderField[] {
  return section
    .replaceAll('\r\n', '\n')
    .split(/\n(?![ \t])/)
    .filter((field) => field.trim() !== '')
    .map((field) => {
      const colon = field.indexOf(':');
      return colon < 0
        ? { name: '', body: field }
        : { name: field.slice(0, colon), body: field.slice(colon + 1).replace(/^ /, '') };
    });
}

/** The receiver's verdicts are in these fields (RFC 8601, RFC 7208 section 9.1). */
export function isVerdictField({ name }: HeaderField): boolean {
  return /^(authentication-results|received-spf)$/i.test(name);
}
