/** A secret of this run under one of the forms in which it might show. */
export interface Needle {
  readonly what: string;
  readonly form: string;
  readonly text: string;
}

/** Twelve characters or more: shorter ones occur by chance. */
const LEAST = 12;

/** A secret in every form that logs, templates and dialogues give to text. */
export function needlesFor(what: string, secret: string): Needle[] {
  const forms: Record<string, string> = {
    plain: secret,
    hexadecimal: Buffer.from(secret).toString('hex'),
    'hexadecimal in capitals': Buffer.from(secret).toString('hex').toUpperCase(),
    'url-encoded': encodeURIComponent(secret),
    'quoted-printable': quotedPrintable(secret),
    JSON: JSON.stringify(secret).slice(1, -1),
    XML: secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    backwards: [...secret].reverse().join(''),
  };
  // At each of three offsets within other text, as in AUTH PLAIN after a login; the ends depend on their neighbours.
  for (const offset of [0, 1, 2])
    forms[`base64 at offset ${String(offset)}`] = Buffer.from('x'.repeat(offset) + secret)
      .toString('base64')
      .slice(offset === 0 ? 0 : 4)
      .replace(/=+$/, '')
      .slice(0, -1);
  const seen = new Set<string>();
  return Object.entries(forms).flatMap(([form, text]) => {
    if (text.length < LEAST || seen.has(text)) return [];
    seen.add(text);
    return [{ what, form, text }];
  });
}

/** A private key by a piece of its middle: whatever stands around it. */
export function needlesForKey(what: string, pem: string): Needle[] {
  const body = /-----BEGIN [A-Z ]*PRIVATE KEY-----\n([^-]+)-----END/.exec(pem)?.[1];
  const lines = body?.trim().split('\n') ?? [];
  const middle = lines[Math.floor((lines.length - 1) / 2)];
  if (middle === undefined) throw new Error(`The ${what} is no private key in PEM: nothing to look for.`);
  return needlesFor(what, middle.slice(8, 56));
}

function quotedPrintable(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) =>
      byte < 33 || byte > 126 || byte === 61
        ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');
}

/** Which of them a text holds, without saying the secret itself. */
export function found(needles: readonly Needle[], text: string): string[] {
  return needles.filter((needle) => text.includes(needle.text)).map(({ what, form }) => `${what} (${form})`);
}
