/** A character-string holds 255 octets (RFC 1035 section 3.3); a longer value is several, joined again by whoever reads it. */
const LONGEST = 255;

/**
 * TXT RDATA in presentation format: split and quoted. A deploy-time value may stand in it if it lies within the first 255
 * characters, both as the token and as what the token becomes.
 */
export function quoteTxt(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) {
    throw new Error(`A TXT value must be printable ASCII: received ${JSON.stringify(value)}.`);
  }
  const parts = value.match(new RegExp(`.{1,${LONGEST}}`, 'g')) ?? [''];
  return parts.map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(' ');
}

/**
 * As Route 53 and CDK's own check of the template take it: what RFC 1035 escapes by a backslash is written in octal.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#TXTFormat
 */
export function route53Value(presentation: string): string {
  return presentation.replace(/\\(["\\])/g, (_, character: string) => {
    return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
}
