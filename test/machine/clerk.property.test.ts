import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import fc from 'fast-check';

import { differences } from '../../lib/rehearsal/messages/judge/same';
import type { Told } from '../../lib/rehearsal/messages/judge/verifiers';

/** What became of a message at the clerk, and what it would become at a second one. */
interface Answer {
  readonly fault?: string;
  readonly refused?: string;
  readonly longest: number;
  readonly ascii: boolean;
  readonly bare: number;
  readonly again: string;
  readonly told?: readonly [Told, Told];
}

const HEADER = [
  'From: app@example.com',
  'To: x@y.example',
  'Message-ID: <a@b.example>',
  'Date: Fri, 27 Nov 2026 00:00:00 +0000',
];
const REFUSAL = /^5\d\d[ -]5\.\d\.\d [ -~]{20}[\r\n -~]{0,1000}$/;

let child: ChildProcessWithoutNullStreams | undefined;
let lines: Interface | undefined;
const missing = spawnSync('python3', ['--version']).error !== undefined && process.env['CI'] === undefined;
if (missing) console.warn('python3 is not installed: the clerk is not tried with free-form input.');

beforeAll(() => {
  if (missing) return;
  child = spawn('python3', [join(__dirname, 'python/asked.py')], {
    env: {
      ...process.env,
      PYTHONPATH: join(__dirname, 'python'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  child.stderr.pipe(process.stderr);
  lines = createInterface(child.stdout);
});

afterAll(async () => {
  if (child === undefined) return;
  child.stdin.end();
  if (child.exitCode === null) await once(child, 'exit');
});

async function asked(raw: Buffer, compared: boolean, chunk = 65_535): Promise<Answer> {
  const said = once(lines!, 'line');
  child!.stdin.write(`${JSON.stringify({ raw: raw.toString('base64'), compared, chunk })}\n`);
  const [line] = (await said) as [string];
  return JSON.parse(line) as Answer;
}

/** What holds of any message: it is refused for good, in words, or any server may pass on what leaves, as it is. */
function holds({ fault, refused, longest, ascii, bare, again }: Answer): boolean {
  if (fault !== undefined) throw new Error(fault);
  if (refused !== undefined) {
    expect(refused).toMatch(REFUSAL);
    return false;
  }
  expect({ long: longest > 998, ascii, bare, again }).toEqual({
    long: false,
    ascii: true,
    bare: 0,
    again: 'the same',
  });
  return true;
}

const settings = { numRuns: 800, interruptAfterTimeLimit: 8_000, markInterruptAsFailure: false };
const run = missing ? test.skip : test;

/** Octets that mean something to who reads a message, and any others. */
const scraps = fc.oneof(
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 12 }).map((octets) => Buffer.from(octets)) },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(
        ...['\r\n', '\r', '\r\r\n', ' ', '\t', ': ', ',', ';', '<', '>', '"', '\\', '(', ')', '@', '=', '.'],
        ...[
          '=?utf-8?q?=C3=A9?=',
          '=?',
          '?=',
          '--b',
          '--b--',
          '\r\n--b\r\n',
          '\r\n--b--\r\n',
          'é',
          '切手',
          '\xa0',
        ],
        ...['Subject: ', 'Content-Type: ', 'Content-Transfer-Encoding: ', 'multipart/mixed; boundary=b'],
        ...[
          'multipart/signed; boundary="b"',
          'message/rfc822',
          'text/plain; charset=iso-8859-1',
          'base64',
          '8bit',
        ],
        ...[
          'quoted-printable',
          'From: ',
          'To: ',
          'Cc: ',
          'References: ',
          'List-Unsubscribe: ',
          'X-A: ',
          'a@b.example',
        ],
        ...['filename="', 'filename*=', 'x'.repeat(999), 'word '.repeat(210), 'a@b.example,'.repeat(90)],
      )
      .map((text) => Buffer.from(text)),
  },
);
const anything = fc.array(scraps, { maxLength: 40 }).map((found) => Buffer.concat(found));
/** Postfix shows lines, and no NUL: it refuses that before. */
const shown = (octets: Buffer) =>
  Buffer.from(octets.toString('latin1').replaceAll('\0', '').replaceAll(/\r?\n/g, '\r\n'), 'latin1');

run(
  'whatever the header holds',
  async () => {
    let passed = 0;
    const names = fc.constantFrom(
      'Subject',
      'Cc',
      'Reply-To',
      'X-A',
      'References',
      'Content-Disposition',
      'Sender',
      'List-Id',
    );
    await fc.assert(
      fc.asyncProperty(names, anything, async (name, value) => {
        // A field's lines, each but the first behind a blank: more Postfix would not take for one.
        const text = shown(value)
          .toString('latin1')
          .replaceAll('\r\n', '\r\n ')
          .replaceAll(/(\r\n[ \t]*)+(?=\r\n|$)/g, '');
        const raw = Buffer.from([...HEADER, `${name}: ${text}`, '', 'Hello.', ''].join('\r\n'), 'latin1');
        if (holds(await asked(raw, false))) passed += 1;
      }),
      settings,
    );
    expect(passed).toBeGreaterThan(20);
  },
  60_000,
);

run(
  'whatever the body holds',
  async () => {
    let passed = 0;
    const types = fc.constantFrom(
      '',
      'text/plain',
      'multipart/mixed; boundary=b',
      'message/rfc822',
      'multipart/x',
    );
    await fc.assert(
      fc.asyncProperty(types, anything, fc.integer({ min: 1, max: 200 }), async (type, value, chunk) => {
        const fields = [...HEADER, ...(type === '' ? [] : ['MIME-Version: 1.0', `Content-Type: ${type}`])];
        const begin = type.startsWith('multipart') ? '--b\r\n' : '';
        const head = Buffer.from([...fields, '', begin].join('\r\n'));
        const raw = Buffer.concat([head, shown(value), Buffer.from('\r\n')]);
        if (holds(await asked(raw, false, chunk))) passed += 1;
      }),
      settings,
    );
    expect(passed).toBeGreaterThan(20);
  },
  60_000,
);

// --- Messages that a reader understands: they say the same afterwards.

const letters = fc.constantFrom(...'abcXYZ 019äöüßéàñ切手貼る😀ČřЖ.,;-_/+!?'.split(/(?:)/u));
const words = fc
  .array(fc.string({ unit: letters, minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 60 })
  .map((found) => found.join(' ').trim())
  .filter((text) => text !== '');
const name = fc
  .string({ unit: letters, minLength: 1, maxLength: 40 })
  .map((text) => text.trim().replaceAll(/[.,;]/g, ''));
const quoted = fc.string({ unit: letters, maxLength: 30 }).map((text) => `"${text.trim()}"`);
const address = fc
  .tuple(fc.oneof(name, quoted), fc.integer({ min: 0, max: 9999 }))
  .map(([who, at]) => (who === '' || who === '""' ? '' : `${who} `) + `<p${String(at)}@b.example>`);
const addresses = fc
  .tuple(fc.array(address, { minLength: 1, maxLength: 60 }), fc.constantFrom(', ', ',', ',\r\n '))
  .map(([list, comma]) => list.join(comma));
const line = fc.oneof(
  fc.string({ unit: letters, maxLength: 80 }),
  fc.tuple(letters, fc.integer({ min: 1, max: 1500 })).map(([letter, count]) => letter.repeat(count)),
  fc.constantFrom('', '.', '..', 'From me', ' ', 'trailing ', '=', '=3D', '=E', '\t'),
);
const text = fc.array(line, { maxLength: 8 }).map((found) => found.join('\r\n'));
const file = fc.uint8Array({ maxLength: 3000 }).map((octets) => Buffer.from(octets));
const fileName = name.filter((one) => one !== '').map((one) => `${one}.pdf`);

const leaf = fc.oneof(
  fc
    .tuple(text, fc.constantFrom('', '7bit', '8bit', 'binary'), fc.constantFrom('plain', 'html'))
    .map(([body, encoding, kind]) =>
      entity(
        `text/${kind}; charset=utf-8`,
        encoding === '' ? [] : [`Content-Transfer-Encoding: ${encoding}`],
        body,
      ),
    ),
  fc
    .tuple(file, fileName, fc.constantFrom(76, 990, 5000))
    .map(([octets, title, width]) =>
      entity(
        `application/pdf; name="${title}"`,
        [`Content-Disposition: attachment; filename="${title}"`, 'Content-Transfer-Encoding: base64'],
        octets.toString('base64').replaceAll(new RegExp(`.{${String(width)}}`, 'g'), '$&\r\n'),
      ),
    ),
);

function entity(type: string, fields: readonly string[], body: string): string {
  return [`Content-Type: ${type}`, ...fields, '', body].join('\r\n');
}

const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.array(tie('tree'), { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 1e9 }))
      .map(([parts, at]) => {
        const boundary = `=_${String(at)}`;
        const inside = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
        return entity(`multipart/mixed; boundary="${boundary}"`, [], `${inside}--${boundary}--\r\n`);
      }),
    fc
      .tuple(words, tie('tree'))
      .map(([subject, inner]) =>
        entity('message/rfc822', [], `Subject: ${subject}\r\nFrom: a@b.example\r\n${inner}`),
      ),
  ),
}));

run(
  'what a reader understands says the same afterwards',
  async () => {
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(words, words, addresses, name, tree, async (subject, note, cc, who, inner) => {
        const from = who === '' ? 'app@example.com' : `${who} <app@example.com>`;
        const fields = [
          `From: ${from}`,
          ...HEADER.slice(1),
          `Subject: ${subject}`,
          `Cc: ${cc}`,
          `X-Note: ${note}`,
        ];
        const raw = Buffer.from([...fields, 'MIME-Version: 1.0', inner, ''].join('\r\n'));
        const answer = await asked(raw, true);
        if (!holds(answer)) return;
        passed += 1;
        expect(differences(...((answer.told ?? []) as [Told, Told]))).toEqual([]);
      }),
      settings,
    );
    expect(passed).toBeGreaterThan(50);
  },
  60_000,
);
