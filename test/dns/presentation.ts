/** Reads TXT RDATA as a name server would (RFC 1035 section 5.1), apart from the code that wrote it. */
export function readTxt(presentation: string): string[] {
  const strings: string[] = [];
  let rest = presentation;
  while (rest !== '') {
    const match = /^"((?:[^"\\]|\\.)*)"(?: (?=")|$)/s.exec(rest);
    if (match === null) throw new Error(`Not a quoted string: ${rest}`);
    strings.push((match[1] ?? '').replace(/\\(.)/gs, '$1'));
    rest = rest.slice(match[0].length);
  }
  return strings;
}
