import { either, refused, whole, type Case } from '../case';
import { base64, html, letter, text, utf8 } from '../letter';

const KIND = 'text';
/** Each line its number, so that one that is lost or doubled is seen. */
const lines = (count: number, what = 'A line of text, number') =>
  Array.from({ length: count }, (_, at) => `${what} ${String(at)}`).join('\r\n');
const jis = '\x1b$B$3$s$K$A$O\x1b(B';
/** こんにちは in Shift_JIS. */
const sjis = '\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd';

const plain = (id: string, what: string, body: string, right = whole): Case => ({
  ...{ id, kind: KIND, what, client: 'smtplib', right },
  raw: letter({ body }),
});

export const texts: readonly Case[] = [
  plain('ascii', 'plain ASCII without MIME fields', `${lines(20)}\r\n`),
  plain('empty', 'no body at all', ''),
  plain('blank', 'a body of one empty line', '\r\n'),
  plain(
    'trailing-space',
    'white space at the ends of lines, and empty lines at the end',
    'One  \r\nTwo\t \r\n \r\n\r\n\r\n',
  ),
  plain('dots', 'lines that begin with dots', '.\r\n..\r\n.one\r\n..two\r\n...\r\n'),
  plain('dot-first', 'a dot as the first octet of the body', '.leading\r\n'),
  plain('from-line', 'lines that begin with From', 'From here on.\r\n>From there.\r\n'),
  // No form feed: rspamd 3.12 takes one for white space in a relaxed body.
  plain('tabs', 'tabs', 'a\tb\tc\r\n\tindented\r\n'),
  plain('line-998', 'a line of 998 octets', `${'x'.repeat(998)}\r\nend\r\n`),
  plain('line-999', 'a line of 999 octets', `${'y'.repeat(999)}\r\nend\r\n`),
  plain('line-2000', 'a line of 2,000 octets in words', `${'word '.repeat(400)}\r\nend\r\n`),
  plain('line-100k', 'a line of 100,000 octets', `${'0123456789'.repeat(10_000)}\r\nend\r\n`),
  plain('raw-utf8', '8-bit text without MIME fields', utf8('Grüße aus Köln\r\n')),
  plain('nul', 'a NUL in the body', 'before\0after\r\n', refused(/NUL|null|disallowed|\\0/i)),
  {
    ...{ id: 'utf8-8bit', kind: KIND, what: 'UTF-8 as it is (8bit)', client: 'smtplib' },
    raw: letter({ fields: text('utf-8', '8bit'), body: utf8(`Grüße, 切手 und ✓\r\n${'ä'.repeat(70)}\r\n`) }),
    options: ['BODY=8BITMIME'],
  },
  {
    ...{
      id: 'utf8-unsaid',
      kind: KIND,
      what: 'UTF-8 as it is, and BODY=8BITMIME not said',
      client: 'smtplib',
    },
    raw: letter({ fields: text('utf-8', '8bit'), body: utf8('Grüße ohne Ansage\r\n') }),
  },
  {
    ...{ id: 'japanese-8bit', kind: KIND, what: 'Japanese UTF-8 as it is, 40 lines', client: 'smtplib' },
    raw: letter({ fields: text('utf-8', '8bit'), body: utf8('切手を貼って投函します。\r\n'.repeat(40)) }),
    options: ['BODY=8BITMIME'],
  },
  {
    ...{
      id: 'japanese-long',
      kind: KIND,
      what: 'Japanese UTF-8 in one line of 6,000 octets',
      client: 'smtplib',
    },
    raw: letter({ fields: text('utf-8', '8bit'), body: utf8(`${'切手'.repeat(1000)}\r\n`) }),
  },
  {
    ...{ id: 'quoted-printable', kind: KIND, what: 'quoted-printable', client: 'smtplib' },
    raw: letter({
      fields: text('utf-8', 'quoted-printable'),
      body: 'Gr=C3=BC=C3=9Fe=20\r\nsoft=\r\n line =3D end\r\n',
    }),
  },
  {
    ...{ id: 'base64', kind: KIND, what: 'base64', client: 'smtplib' },
    raw: letter({
      fields: text('utf-8', 'base64'),
      body: `${base64(Buffer.from('切手'.repeat(200), 'utf8'))}\r\n`,
    }),
  },
  {
    ...{ id: 'base64-long', kind: KIND, what: 'base64 in one line of 4,000 octets', client: 'smtplib' },
    raw: letter({
      fields: text('utf-8', 'base64'),
      body: `${Buffer.from('stamp '.repeat(500)).toString('base64')}\r\n`,
    }),
  },
  {
    ...{ id: 'iso-2022-jp', kind: KIND, what: 'ISO-2022-JP, 7 bits', client: 'smtplib' },
    raw: letter({ fields: text('ISO-2022-JP', '7bit'), body: `${jis}\r\n` }),
  },
  {
    ...{ id: 'shift-jis', kind: KIND, what: 'Shift_JIS, 8 bits', client: 'smtplib' },
    raw: letter({ fields: text('Shift_JIS', '8bit'), body: `${sjis}\r\n` }),
  },
  {
    ...{ id: 'latin1', kind: KIND, what: 'ISO-8859-1, 8 bits', client: 'smtplib' },
    raw: letter({ fields: text('iso-8859-1', '8bit'), body: 'Gr\xfc\xdfe\r\n' }),
  },
  {
    ...{
      id: 'flowed',
      kind: KIND,
      what: 'format=flowed, with spaces at the ends of lines',
      client: 'smtplib',
    },
    raw: letter({
      fields: { ...text('us-ascii', '7bit'), 'Content-Type': 'text/plain; charset=us-ascii; format=flowed' },
      body: 'This paragraph \r\nflows on \r\nand ends.\r\n',
    }),
  },
  {
    ...{
      id: 'html-minified',
      kind: KIND,
      what: 'minified HTML in one line of 30,000 octets',
      client: 'smtplib',
    },
    raw: letter({ fields: html, body: utf8(`<p>${'<b>Größe</b><i>10</i>'.repeat(1500)}</p>\r\n`) }),
  },
  {
    ...{ id: 'html-short', kind: KIND, what: 'HTML in lines', client: 'smtplib' },
    raw: letter({ fields: html, body: utf8(`<p>${'<b>Größe</b>\r\n'.repeat(30)}</p>\r\n`) }),
  },
  plain('bare-lf', 'line ends that are LF alone', 'one\ntwo\nthree\r\n'),
  plain('bare-cr', 'a CR alone within a line', 'one\rtwo\r\n', either(/CR|carriage/i)),
  {
    ...{ id: 'bdat', kind: KIND, what: 'in five chunks (BDAT)', client: 'bdat' },
    raw: letter({ body: `${lines(200)}\r\n` }),
    options: ['5'],
  },
  {
    ...{ id: 'bdat-8bit', kind: KIND, what: '8-bit text in chunks', client: 'bdat' },
    raw: letter({ fields: text('utf-8', '8bit'), body: utf8('Grüße in Stücken\r\n'.repeat(50)) }),
    options: ['7', 'BODY=8BITMIME'],
  },
  {
    ...{ id: 'bdat-no-eol', kind: KIND, what: 'a last line without its end, in a chunk', client: 'bdat' },
    raw: letter({ body: 'one\r\nlast' }),
    options: ['1'],
  },
  {
    ...{ id: 'bdat-long', kind: KIND, what: 'a line of 5,000 octets across chunks', client: 'bdat' },
    raw: letter({ body: `${'z'.repeat(5000)}\r\nend\r\n` }),
    options: ['9'],
  },
];
