/** A message as it came over the wire, in octets: one character each. */
export interface InternetMessage {
  readonly fields: readonly Field[];
  /** What is no field although it stands in the header. */
  readonly strays: readonly string[];
  readonly text: string;
}

export interface Field {
  /** In lower case. */
  readonly name: string;
  /** Unfolded (RFC 5322 section 2.2.3). */
  readonly value: string;
}

export function internetMessage(source: Uint8Array): InternetMessage {
  const text = Buffer.from(source).toString('latin1');
  const header = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const lines = header.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/);
  const fields: Field[] = [];
  const strays: string[] = [];
  for (const line of lines) {
    const [, name, value = ''] = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(line) ?? [];
    if (name === undefined) strays.push(line);
    else fields.push({ name: name.toLowerCase(), value: value.trim() });
  }
  return { fields, strays, text };
}

export function valuesOf({ fields }: InternetMessage, name: string): string[] {
  return fields.filter((field) => field.name === name).map(({ value }) => value);
}

/** What RFC 5322 forbids, each in a few words that read the same everywhere; empty for a message as it should be. */
export function formatProblems(message: InternetMessage): string[] {
  const count = (name: string) => valuesOf(message, name).length;
  const [date = ''] = valuesOf(message, 'date');
  const longest = Math.max(...message.text.split(/\r?\n/).map((line) => line.length));
  return [
    ...REQUIRED.filter((name) => count(name.toLowerCase()) === 0).map((name) => `${name}: 0`),
    ...SINGLE.filter((name) => count(name.toLowerCase()) > 1).map(
      (name) => `${name}: ${String(count(name.toLowerCase()))}`,
    ),
    ...(date !== '' && Number.isNaN(Date.parse(date.replace(/\([^()]*\)/g, ''))) ? [`Date: ${date}`] : []),
    ...message.strays.map((line) => `"${line.slice(0, 40)}"`),
    ...(longest > LONGEST ? [`${String(longest)} > ${String(LONGEST)} octets/line`] : []),
    ...(/\r(?!\n)/.test(message.text) ? ['CR without LF'] : []),
  ];
}

/** Section 3.6; Message-ID is a SHOULD there, and Gmail wants it. */
const REQUIRED = ['From', 'Date', 'Message-ID'];
const SINGLE = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Bcc'],
  ...['Date', 'Message-ID', 'In-Reply-To', 'References', 'Subject'],
];
/** Section 2.1.1, without the line's end. */
const LONGEST = 998;
