import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unreachable } from '../../lib/checks/probe';
import type { Row } from '../../lib/checks/row';
import { SIGNED_FIELDS } from '../../lib/checks/signed-fields';
import { signedByHand } from '../fixtures/signed-by-hand';
import { environment, rows, type Changes } from './fake';
import { own } from './own';
import { keys, signed, text } from './real-message';

describe('a real message', () => {
  const wrongWith = async (message: Buffer) =>
    own(await rows({ facts: { message: { value: message } } })).filter(({ verdict }) => verdict === 'fail');

  test('changed on its way fails DKIM', async () => {
    const message = Buffer.from((await signed()).toString().replace('Hello.', 'Hullo.'));
    expect(await wrongWith(message)).toMatchObject([{ id: 'dkim-message' }]);
  });

  test('signed, but from another domain, fails alignment', async () => {
    const message = await signed(text.replace('hello@example.com', 'hello@elsewhere.org'));
    expect(await wrongWith(message)).toMatchObject([
      { id: 'dmarc-alignment', seen: expect.stringContaining('elsewhere.org') as string },
    ]);
  });

  test('unsigned says so', async () => {
    expect(await wrongWith(Buffer.from(text))).toMatchObject([
      { id: 'dkim-message', seen: 'no signature of example.com' },
    ]);
  });
});

describe('a signature that no verifier of ours made', () => {
  const byHand = (message: string) => signedByHand(Buffer.from(message), 'example.com', keys.privateKey);
  const wrong = async (message: Buffer, more: Changes = {}) =>
    own(await rows({ ...more, facts: { message: { value: message } } }))
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ id, seen }) => [id, seen]);

  // The last octet of "\u00e0" in UTF-8 is A0, a space to a pattern that reads octets as Latin-1.
  test.each(['Voil\u00e0', 'Voil\u00e0  un timbre \u00e0 deux francs', 'caf\u00e9', '\u5207\u624b'])(
    'over the raw subject %s holds, and over another does not',
    async (subject) => {
      const message = byHand(text.replace('Subject: Hello', `Subject: ${subject}`));
      expect(await wrong(message)).toEqual([]);
      const changed = message.toString('latin1').replace(/Subject: (.)/, 'Subject: $1 ');
      expect(await wrong(Buffer.from(changed, 'latin1'))).toMatchObject([
        ['dkim-message', expect.anything()],
      ]);
    },
  );

  // RFC 9989: strict alignment asks for the very domain of From, relaxed for its organization's.
  test.each([
    ['strict', 'example.com', []],
    ['strict', 'news.example.com', [['dmarc-alignment', 'fail for news.example.com']]],
    ['relaxed', 'news.example.com', []],
  ] as const)('%s alignment, From %s', async (mode, from, expected) => {
    const message = byHand(text.replace('hello@example.com', `hello@${from}`));
    const alignment = { spf: mode, dkim: mode };
    const dmarc = { ...environment.dmarc, alignment };
    expect(await wrong(message, { environment: { dmarc } })).toEqual(expected);
  });
});

describe('what programs send', () => {
  const rowOf = async (id: string, message: Buffer) =>
    own(await rows({ facts: { message: { value: message } } })).find((row) => row.id === id);

  test.each([
    [
      'two Subjects',
      (good: string) => good.replace('Subject: ', 'Subject: Again\r\nSubject: '),
      'Subject: 2',
    ],
    ['no Message-ID', (good: string) => good.replace(/Message-ID:.*\r\n/, ''), 'Message-ID: 0'],
    ['two From', (good: string) => good.replace('From: ', 'From: a@example.com\r\nFrom: '), 'From: 2'],
    ['a date that is none', (good: string) => good.replace('25 Nov', '25th of November,'), 'Date: '],
    ['a line too long', (good: string) => good.replace('Hello.', 'x'.repeat(999)), '999 > 998'],
    ['a bare CR', (good: string) => good.replace('Hello.', 'Hel\rlo.'), 'CR without LF'],
    ['what is no field', (good: string) => good.replace('To: ', 'A stray\r\nTo: '), '"A stray"'],
  ])('%s is no RFC 5322', async (_, change, seen) => {
    const row = await rowOf('message-format', await signed(change(text)));
    expect(row).toMatchObject({ verdict: 'fail', seen: expect.stringContaining(seen) as string });
    expect(row?.next).toMatch(/program that sends/);
  });

  test.each([
    ['folded', (good: string) => good.replace('Subject: Hello', 'Subject: Hello\r\n and more')],
    ['a comment in the date', (good: string) => good.replace('+0000', '+0000 (UTC)')],
    ['998 octets', (good: string) => good.replace('Hello.', 'x'.repeat(998))],
    ['line feeds alone, as a mail program saves it', (good: string) => good.replaceAll('\r\n', '\n')],
  ])('%s is', async (_, change) => {
    expect(await rowOf('message-format', Buffer.from(change(text)))).toMatchObject({ verdict: 'pass' });
  });

  test.each([
    ['an address alone', (good: string) => good.replace(/<https:[^>]*>, /, ''), 'without https:'],
    [
      'no Post',
      (good: string) => good.replace(/List-Unsubscribe-Post.*\r\n/, ''),
      'without List-Unsubscribe-Post, DKIM h=',
    ],
  ])('unsubscribe: %s is not one click', async (_, change, seen) => {
    expect(await rowOf('one-click-unsubscribe', await signed(change(text)))).toMatchObject({
      verdict: 'fail',
      seen,
    });
  });

  test('what a signature leaves out is named, and what was added behind it', async () => {
    const all = 'From:To:Subject:Message-ID:Date:List-Unsubscribe:List-Unsubscribe-Post';
    expect(await rowOf('signed-fields', await signed())).toMatchObject({ verdict: 'pass' });
    expect(
      await rowOf('signed-fields', await signed(text, 'example.com', all.replace(/:[^:]*$/, ''))),
    ).toMatchObject({
      verdict: 'warn',
      seen: 'unsigned: List-Unsubscribe-Post',
    });
    const later = (await signed()).toString().replace('From: ', 'Sender: list@lists.example.org\r\nFrom: ');
    expect(await rowOf('signed-fields', Buffer.from(later))).toMatchObject({ seen: 'unsigned: Sender' });
  });

  test('the doctor knows what the server signs', () => {
    const conf = readFileSync(join(__dirname, '../../assets/machine/opendkim/opendkim.conf'), 'utf8');
    expect(/^SignHeaders (.*)$/m.exec(conf)?.[1]?.split(',').sort()).toEqual([...SIGNED_FIELDS].sort());
  });

  test('unsubscribe: a signature that leaves it out does not cover it, and without the field nothing is judged', async () => {
    expect(
      await rowOf('one-click-unsubscribe', await signed(text, 'example.com', 'From:To:Subject')),
    ).toMatchObject({
      seen: 'without DKIM h=',
    });
    const plain = text.replace(/List-Unsubscribe.*\r\n/g, '');
    expect(await rowOf('one-click-unsubscribe', await signed(plain))).toMatchObject({ verdict: 'skip' });
  });
});

describe('a message that the machine signs for the look', () => {
  const rowsWith = async (changes: Changes) => own(await rows(changes));
  const find = (all: readonly Row[], id: string) => all.find((row) => row.id === id);

  test('is verified without one that a person saved, and what programs send is not judged by it', async () => {
    const all = await rowsWith({});
    expect(find(all, 'dkim-message')).toMatchObject({ verdict: 'pass', seen: 'kitte1: pass' });
    expect(find(all, 'dmarc-alignment')).toMatchObject({ verdict: 'pass' });
    for (const id of ['message-format', 'one-click-unsubscribe'])
      expect(find(all, id)).toMatchObject({
        verdict: 'skip',
        next: expect.stringMatching(/--message/) as string,
      });
  });

  test('gives way to one that a person saved', async () => {
    const all = await rowsWith({
      commands: { 'control --contract 1 sample': JSON.stringify({ message: text }) },
      facts: { message: { value: await signed() } },
    });
    expect(find(all, 'dkim-message')).toMatchObject({ verdict: 'pass' });
  });

  test.each([
    ['a machine that is not reached is skipped', new Unreachable('no agent'), 'skip', /--message/],
    ['a machine that cannot make one fails', new Error('sendmail failed (75)'), 'fail', /opendkim/],
  ])('%s', async (_, error, verdict, next) => {
    const all = await rowsWith({
      commands: {
        'control --contract 1 sample': () => {
          throw error;
        },
      },
    });
    expect(find(all, 'dkim-message')).toMatchObject({
      verdict,
      seen: error.message,
      next: expect.stringMatching(next) as string,
    });
  });

  test('a machine of before is skipped, and both versions are said', async () => {
    const old = () => {
      throw new Error('failed (exit code 127): sh: 1: /usr/local/sbin/kitte-control: not found');
    };
    const all = await rowsWith({
      commands: { 'control --contract 1 sample': old, 'control --contract 1 updates': old },
    });
    const seen = expect.stringMatching(/older than this kitte: .* in version 1\./) as string;
    expect(find(all, 'dkim-message')).toMatchObject({ verdict: 'skip', seen });
    expect(find(all, 'updates-in-force')).toMatchObject({
      ...{ verdict: 'skip', seen, next: 'Deploy, then try again. Nothing is changed.' },
    });
  });

  test('what AWS or the machine says is quoted in a Japanese sentence', async () => {
    const japanese = async (error: Error) => {
      const sample = () => {
        throw error;
      };
      return find(
        own(await rows({ commands: { 'control --contract 1 sample': sample } }, 'ja')),
        'dkim-message',
      );
    };
    expect((await japanese(new Unreachable('AccessDenied: no')))?.seen).toBe(
      'AWS の応答（原文）: AccessDenied: no',
    );
    expect((await japanese(new Error('no sendmail')))?.seen).toBe('マシンからの応答（原文）: no sendmail');
  });
});
