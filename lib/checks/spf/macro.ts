/** For whom a record is read: macros stand for parts of it (RFC 7208 section 7). */
export interface Sender {
  readonly address: string;
  readonly sender: string;
  readonly greeting: string;
}

/** A domain-spec with its macros filled in, cut to the length of a name from the left (section 7.3). */
export function expanded(spec: string, domain: string, from: Sender): string {
  const name = spec.replace(
    /%(?:\{([slodiphv])(\d*)(r?)([.\-+,/_=]*)\}|[%_-])/gi,
    (macro, letter: string | undefined, digits: string, reverse: string, delimiters: string) => {
      if (letter === undefined) return { '%%': '%', '%_': ' ', '%-': '%20' }[macro] ?? '';
      const value = valueOf(letter.toLowerCase(), domain, from);
      const parts = value.split(delimiters === '' ? '.' : new RegExp(`[${escaped(delimiters)}]`));
      if (reverse !== '') parts.reverse();
      return (digits === '' ? parts : parts.slice(-Number(digits))).join('.');
    },
  );
  const labels = name.replace(/\.$/, '').split('.');
  while (labels.join('.').length > 253) labels.shift();
  return labels.join('.').toLowerCase();
}

function valueOf(letter: string, domain: string, { address, sender, greeting }: Sender): string {
  const at = sender.lastIndexOf('@');
  switch (letter) {
    case 's':
      return sender;
    case 'l':
      return sender.slice(0, at);
    case 'o':
      return sender.slice(at + 1);
    case 'd':
      return domain;
    case 'i':
      return address;
    case 'v':
      return 'in-addr';
    case 'h':
      return greeting;
    default:
      // The validated name, which nobody should use: "unknown" is what section 7.3 gives where there is none.
      return 'unknown';
  }
}

const escaped = (characters: string) => characters.replace(/[\\\]^-]/g, '\\$&');
