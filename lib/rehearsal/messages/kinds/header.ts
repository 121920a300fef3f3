import { either, refused, whole, type Case, type Right } from '../case';
import { letter, text, utf8 } from '../letter';

const KIND = 'header';

const fields = (id: string, what: string, values: Record<string, string>, right: Right = whole): Case => ({
  ...{ id, kind: KIND, what, client: 'smtplib', right },
  raw: letter({ fields: values }),
});
const above = (id: string, what: string, lines: readonly string[], right: Right): Case => ({
  ...{ id, kind: KIND, what, client: 'smtplib', right },
  raw: letter({ above: lines }),
});
const ids = (count: number) =>
  Array.from({ length: count }, (_, at) => `<thread-${String(at)}-0123456789abcdef@app.example.com>`);
const people = (count: number) =>
  Array.from({ length: count }, (_, at) => `Person ${String(at)} <person-${String(at)}@people.example.org>`);
const twice = (name: string, value: string): Case =>
  above(`twice-${name.toLowerCase()}`, `${name} twice`, [`${name}: ${value}`, `${name}: ${value}`], {
    kind: 'refused',
    words: [new RegExp(name, 'i'), /twice|once|more than one|duplicate/i],
  });

export const headers: readonly Case[] = [
  fields('encoded-words', 'Subject in encoded words (RFC 2047)', {
    Subject: '=?UTF-8?B?5YiH5omL44KS6LK844KL?= =?iso-8859-1?Q?Gr=FC=DFe?=',
  }),
  fields('encoded-name', 'a display name in an encoded word', {
    From: '=?UTF-8?Q?B=C3=BCro?= <app@example.com>',
  }),
  fields('subject-8bit', 'a raw 8-bit Subject', { Subject: utf8('Grüße und 切手') }),
  fields('subject-8bit-long', 'a raw 8-bit Subject of 3,000 octets', {
    Subject: utf8('切手を貼る '.repeat(190)),
  }),
  fields('subject-latin1', 'a raw Subject in ISO-8859-1, as Content-Type says', {
    Subject: 'Gr\xfc\xdfe',
    ...text('iso-8859-1', '8bit'),
  }),
  fields(
    'subject-unsaid',
    'a raw Subject in ISO-8859-1, and nothing says so',
    { Subject: 'Gr\xfc\xdfe' },
    refused(/5\.6\.\d/, /Subject/, /charset/, /encoded words/),
  ),
  fields('x-8bit', 'raw 8-bit octets in a field of its own', { 'X-Shop': utf8('Größe M, 2 Stück') }),
  fields('subject-8bit-a', 'a raw "à" in Subject: its second octet is A0', {
    Subject: utf8('Voilà à table'),
  }),
  fields('subject-empty', 'an empty Subject', { Subject: ' ' }),
  fields('subject-folded', 'a folded Subject', { Subject: 'One\r\n two\r\n\tthree' }),
  fields('subject-spaces', 'a run of blanks in Subject', { Subject: 'One   two     three' }),
  fields('subject-2000', 'a Subject of 2,000 octets in words, in one line', {
    Subject: 'word '.repeat(400) + 'end',
  }),
  fields(
    'unfoldable',
    'a field of 1,500 octets without a blank',
    { 'X-Token': 'k'.repeat(1500) },
    refused(/5\.6\.\d/, /line|998/i),
  ),
  fields('references', 'References of 4,000 octets in one line', { References: ids(80).join(' ') }),
  fields('references-folded', 'References of 4,000 octets, folded', {
    'In-Reply-To': '<thread-1@app.example.com>',
    References: ids(80).join('\r\n '),
  }),
  fields('to-120', '120 addresses in one line of Cc', { Cc: people(120).join(', ') }),
  fields(
    'cc-1500',
    'a Cc of 1,500 people, 75,000 octets, folded',
    { Cc: people(1500).join(',\r\n ') },
    either(/Cc|header|field|60.?000/i),
  ),
  fields(
    'header-100k',
    'a header of 100,000 octets, in 200 fields',
    Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`X-Field-${String(at)}`, 'v'.repeat(480)])),
    either(/header/i),
  ),
  fields('list-unsubscribe', 'one-click unsubscribe (RFC 8058)', {
    'List-Unsubscribe': '<https://app.example.com/u/1>, <mailto:leave@example.com>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }),
  fields('list-fields', 'the fields of a list (RFC 2369, RFC 2919)', {
    'List-Id': 'News <news.example.com>',
    'List-Help': '<mailto:help@example.com>',
    'List-Post': '<mailto:news@example.com>',
    'List-Archive': '<https://app.example.com/archive>',
    'List-Owner': '<mailto:owner@example.com>',
    'List-Subscribe': '<mailto:join@example.com>',
    Precedence: 'list',
  }),
  fields('list-server', 'passed on by a list server, which adds Sender and List-*', {
    'Reply-To': 'support@example.com',
    'In-Reply-To': '<question@customer.example.org>',
    References: '<question@customer.example.org>',
  }),
  fields('sender', 'Sender, another address of the login', { Sender: 'shop@example.com' }),
  fields('reply', 'an answer: In-Reply-To, References, Reply-To', {
    'In-Reply-To': '<question@customer.example.org>',
    References: '<first@customer.example.org> <question@customer.example.org>',
    'Reply-To': 'Support <ticket-17@support.example.org>',
  }),
  fields('resent', 'resent, with its fields', {
    'Resent-From': 'app@example.com',
    'Resent-To': 'reader@inbox.example.net',
    'Resent-Date': 'Fri, 27 Nov 2026 12:01:00 +0000',
    'Resent-Message-ID': '<resent@app.example.com>',
  }),
  fields(
    'resent-no-from',
    'Resent-To without Resent-From',
    { 'Resent-To': 'reader@inbox.example.net' },
    either(/Resent-From/i),
  ),
  fields('auto', 'Auto-Submitted, Precedence, X- fields', {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Feedback-ID': '1:2:app:example',
  }),
  fields('bcc', 'a Bcc, which nobody may see', { Bcc: 'secret@people.example.org' }),
  fields('trace', 'fields that tell the network of the client', {
    'X-Originating-IP': '[10.1.2.3]',
    Received: 'from laptop (10.1.2.3) by relay; Fri, 27 Nov 2026 12:00:00 +0000',
  }),
  fields('no-date', 'no Date', { Date: '' }),
  fields('no-message-id', 'no Message-ID', { 'Message-ID': '' }),
  fields('no-subject', 'no Subject', { Subject: '' }),
  fields('no-to', 'no To, Cc or Bcc', { To: '' }),
  fields('no-from', 'no From', { From: '' }, either(/From/)),
  above(
    'twice-from',
    'From twice',
    ['From: app@example.com'],
    refused(/From/, /twice|once|more than one|duplicate/i),
  ),
  ...[
    ['Subject', 'Another'],
    ['To', 'reader@inbox.example.net'],
    ['Cc', 'reader@inbox.example.net'],
    ['Date', 'Fri, 27 Nov 2026 12:00:00 +0000'],
    ['Message-ID', '<two@app.example.com>'],
    ['Reply-To', 'app@example.com'],
    ['Sender', 'app@example.com'],
    ['References', '<a@app.example.com>'],
    ['In-Reply-To', '<a@app.example.com>'],
    ['MIME-Version', '1.0'],
    ['Content-Type', 'text/plain'],
    ['List-Unsubscribe', '<mailto:leave@example.com>'],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ].map(([name = '', value = '']) => twice(name, value)),
  {
    ...above(
      'space-before-colon',
      'a blank before the colon of a field',
      ['X-Odd : value'],
      either(/colon|X-Odd|RFC 5322/i),
    ),
    beyond: {
      verdicts: /whole/,
      why: "Python's parser, which compares, takes such a line for the end of the header",
    },
  },
  above('no-colon', 'a line in the header that is no field', ['This is no field'], either(/header|field/i)),
];
