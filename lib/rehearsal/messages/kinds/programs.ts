import type { Case, ClientName, Given, Relay } from '../case';
import { either, refused, RELAYS, whole } from '../case';
import { html, letter, text, utf8 } from '../letter';

const KIND = 'programs';
/** Each as the client's own program knows it (programs/). */
const composed = (client: ClientName, names: Readonly<Record<string, string>>): Case[] =>
  Object.entries(names).map(([how, what]) => ({
    ...{ id: `${client}-${how.replaceAll('_', '-')}`, kind: KIND, client, how },
    what,
  }));

const node = (id: string, what: string, more: object, right?: Case['right']): Case => ({
  ...{ id: `nodemailer-${id}`, kind: KIND, what, client: 'nodemailer' as const },
  ...(right === undefined ? {} : { right }),
  how: ({ id: self, from, to }: Given) => ({
    ...{ from: { name: 'Die App, Größe', address: from }, to, subject: `Case ${self}: Größe 切手`, ...more },
  }),
});

const nodemailer: readonly Case[] = [
  node('text', 'text in 8 bits', { text: 'Grüße\n切手\n' }),
  node('long', 'a text line of 3,000 octets', { text: 'word '.repeat(600) }),
  node('html', 'HTML in one line, and text', { text: 'Hello', html: `<p>${'<b>Größe</b>'.repeat(400)}</p>` }),
  node('attached', 'attachments, one of them inline', {
    html: '<img src="cid:a">',
    attachments: [
      { filename: 'Größe 切手.txt', content: 'Grüße\n' },
      { filename: 'a.png', content: 'AAECAwQF', encoding: 'base64', cid: 'a' },
    ],
  }),
  node('list', 'list fields and one-click unsubscribe', {
    text: 'News',
    list: { id: 'news.example.com', help: 'help@example.com' },
    headers: {
      'List-Unsubscribe': '<https://app.example.com/u/5>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  }),
  node('thread', 'References of 60 ids', {
    text: 'Again',
    references: Array.from({ length: 60 }, (_, at) => `<thread-${String(at)}-0123456789@app.example.com>`),
    inReplyTo: '<thread-1@app.example.com>',
  }),
  node('calendar', 'an invitation', {
    text: 'Come',
    icalEvent: {
      method: 'REQUEST',
      content: `BEGIN:VCALENDAR\r\nSUMMARY:${'Größe '.repeat(200)}\r\nEND:VCALENDAR`,
    },
  }),
  node('sender', 'Sender and Reply-To', {
    text: 'Hi',
    sender: 'shop@example.com',
    replyTo: 'x@customer.example.org',
  }),
  node(
    'foreign',
    'a foreign From',
    { text: 'Hi', from: 'boss@inbox.example.net', envelope: undefined },
    {
      kind: 'refused',
      words: [/boss@inbox\.example\.net/],
    },
  ),
];

const python = composed('python', {
  text: 'EmailMessage, text beyond ASCII',
  long_text: 'EmailMessage, a line of 3,000 octets',
  attached: 'EmailMessage, HTML and an attachment with a name beyond ASCII',
  forwarded: 'EmailMessage, a message attached',
  eight_bit: "EmailMessage, cte='8bit'",
  subject: 'EmailMessage, a long Subject beyond ASCII',
  many: 'EmailMessage, 120 people in Cc',
  legacy: 'MIMEText, ASCII',
  legacy_utf8: 'MIMEText, UTF-8',
  legacy_html: "MIMEText(html, 'html'): one line of 3,300 octets",
  legacy_mixed: 'MIMEMultipart with a file name after RFC 2231',
});

const others: readonly Case[] = [
  ...composed('django', {
    long: 'EmailMessage, a line of 2,000 octets',
    alternative: 'EmailMultiAlternatives, HTML in one line',
    attached: 'EmailMessage with attachments',
    headers: 'one-click unsubscribe',
  }),
  ...composed('actionmailer', {
    long: 'text with a line of 1,500 octets',
    alternative: 'text and HTML',
    attached: 'an attachment with a name beyond ASCII',
    unsubscribe: 'one-click unsubscribe',
  }),
  ...composed('phpmailer', {
    long: 'text with a line of 1,500 octets',
    html: 'msgHTML, in one line',
    base64: 'Japanese in base64',
    attached: 'an attachment with a name beyond ASCII',
    unsubscribe: 'one-click unsubscribe',
  }),
  ...composed('php', { none: 'mail() without further headers', html: 'mail(), HTML in one line' }),
  ...composed('php', { 'own-to': "mail() with To among the further headers: it's there twice" }).map(
    (one) => ({
      ...one,
      right: refused(/To\b/, /twice|once|more than one|duplicate/i),
    }),
  ),
];

const swaks = (id: string, what: string, options: readonly string[], raw?: Case['raw']): Case => ({
  ...{ id: `swaks-${id}`, kind: KIND, what, client: 'swaks', options },
  ...(raw === undefined ? {} : { raw }),
});

const commands: readonly Case[] = [
  swaks('default', 'its own test message', []),
  swaks('attach', 'with an attachment', ['--attach-type', 'text/plain', '--attach', '@/etc/services']),
  swaks('raw', 'given a message', ['--data', '-'], letter({ body: '.dot\r\nGiven.\r\n' })),
  {
    ...swaks('many', '--to with 29 recipients, all in one line of To', []),
    // Its option --to becomes the To field as well.
    also: Array.from({ length: 26 }, (_, at) => `somebody-with-a-long-name-${String(at)}@inbox.example.net`),
  },
  ...[
    ['plain', 'a message on its input', letter()],
    ['8bit', '8-bit text', letter({ fields: text('utf-8', '8bit'), body: utf8('Grüße\r\n') })],
    ['html', 'minified HTML', letter({ fields: html, body: utf8(`<p>${'<b>ö</b>'.repeat(500)}</p>\r\n`) })],
    ['tag', 'a +tag in From', letter({ fields: { From: 'app+cron@example.com' } })],
  ].map(([id, what, raw]): Case => ({
    ...{
      id: `msmtp-${String(id)}`,
      kind: KIND,
      what: String(what),
      client: 'msmtp',
      raw: raw as Case['raw'] & object,
    },
  })),
  {
    ...{ id: 'alertmanager-alert', kind: KIND, what: 'an alert', client: 'alertmanager' },
    receivers: ['plain'],
  },
];

const relay = (
  client: Relay,
  id: string,
  what: string,
  more: Omit<Case, 'id' | 'kind' | 'what' | 'client'>,
): Case => ({
  ...{ id: `${client}-${id}`, kind: 'relays', what, client, ...more },
});

const KEEPS: readonly Relay[] = ['exim', 'dma'];

/** What every satellite hands on. Its From is one that the host's own programs write. */
const relays: readonly Case[] = RELAYS.flatMap((client) => [
  relay(client, 'user', 'a program of root writes to the world, without From', {
    raw: letter({ fields: { From: '' } }),
  }),
  relay(client, '8bit', '8-bit text', {
    raw: letter({ fields: { ...text('utf-8', '8bit'), From: 'app@example.com' }, body: utf8('Grüße\r\n') }),
  }),
  relay(client, 'long', 'a line of 2,000 octets', {
    raw: letter({ fields: { From: 'app@example.com' }, body: `${'word '.repeat(400)}\r\n` }),
    // What such a host refuses by itself the server never hears of.
    right: KEEPS.includes(client) ? either(/998|line/i) : whole,
  }),
  relay(client, 'root', 'mail to root goes to ADMIN', {
    receivers: ['plain'],
    raw: letter({ fields: { From: '', To: 'root' } }),
  }),
]);

const machine = (id: string, what: string, raw: Case['raw'], more: Partial<Case> = {}): Case => ({
  ...{ id: `machine-${id}`, kind: 'machine', what, client: 'machine', ...more },
  ...(raw === undefined ? {} : { raw }),
});

const own: readonly Case[] = [
  machine('plain', 'sendmail on the machine, ASCII', letter()),
  machine('8bit', '8-bit MIME', letter({ fields: text('utf-8', '8bit'), body: utf8('Grüße von hier\r\n') })),
  machine('subject-8bit', 'a raw 8-bit Subject', letter({ fields: { Subject: utf8('Größe à 切手') } })),
  machine('long', 'a line of 2,000 octets', letter({ body: `${'word '.repeat(400)}\r\n` })),
  machine('no-from', 'no From: completed', letter({ fields: { From: '' } })),
];

export const programs: readonly Case[] = [...python, ...nodemailer, ...others, ...commands];
export const hosts: readonly Case[] = [...relays, ...own];
