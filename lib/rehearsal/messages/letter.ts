import type { Given } from './case';

export interface Letter {
  /** Fields beside those that every letter has, or in their place; an empty value leaves a field out. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Lines above all fields, as they are. */
  readonly above?: readonly string[];
  readonly body?: string;
}

/** A message as a program writes it, latin1 with CRLF. */
export function letter({ fields = {}, above = [], body = 'Hello.\r\n' }: Letter = {}): (
  given: Given,
) => string {
  return ({ id, from, to }) => {
    const all: Record<string, string> = {
      From: `The app <${from}>`,
      To: to.join(', '),
      Subject: `Case ${id}`,
      Date: 'Fri, 27 Nov 2026 12:00:00 +0000',
      'Message-ID': `<${id}@app.example.com>`,
      ...fields,
    };
    const lines = Object.entries(all)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}: ${value}`);
    return [...above, ...lines, '', body].join('\r\n');
  };
}

/** Text as its UTF-8 octets, latin1. */
export const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

export const text = (charset: string, encoding: string) => ({
  'MIME-Version': '1.0',
  'Content-Type': `text/plain; charset=${charset}`,
  'Content-Transfer-Encoding': encoding,
});

export const html = { ...text('utf-8', '8bit'), 'Content-Type': 'text/html; charset=utf-8' };

/** Parts between boundaries, each with its own fields. */
export function multipart(kind: string, parts: readonly string[], boundary = 'between'): Letter {
  const lines = parts.flatMap((part) => [`--${boundary}`, part]);
  return {
    fields: { 'MIME-Version': '1.0', 'Content-Type': `multipart/${kind}; boundary="${boundary}"` },
    body: ['A message in parts.', ...lines, `--${boundary}--`, ''].join('\r\n'),
  };
}

export function part(fields: readonly string[], body: string): string {
  return [...fields, '', body].join('\r\n');
}

/** Octets that no text has, the same at each run. */
export function octets(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, at) => (at * 197 + (at >> 8) * 31) % 256));
}

export function base64(data: Buffer): string {
  return (data.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}
