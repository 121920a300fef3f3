import { thirdOpinion } from '../../../../../lib/rehearsal/judge/third-opinion';
import { loggedIn } from '../../../../../lib/rehearsal/abuse/stages';
import { receiverDomain } from '../../../../../lib/rehearsal/world/layout';
import type { ReceivedMessage } from '../../../../../lib/rehearsal/world/receiver/receiver';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { server as good } from './server';

/**
 * Nothing is changed behind the signature: messages that a server on the way would have to change, in octets as they are
 * submitted, and what arrives of them. Needs root.
 */
const server = good();

const from = 'hello@example.com';
const utf8 = (text: string) => Buffer.from(text).toString('latin1');

interface Case {
  readonly header?: readonly string[];
  readonly body?: string;
  /** Of the header that arrives, unfolded. */
  readonly arrives?: RegExp;
  /** What the body decodes to; as submitted, if it is not said. */
  readonly text?: string;
}

const plain = (type: string, encoding = '8bit') => [
  'MIME-Version: 1.0',
  `Content-Type: ${type}`,
  `Content-Transfer-Encoding: ${encoding}`,
];
const part = (type: string, text: string) => `--b\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;
const multipart = (type: string) => ['MIME-Version: 1.0', `Content-Type: multipart/${type}; boundary=b`];
const html = `<p>${'word '.repeat(900)}</p>\r\n`;
const japanese = utf8('日本語の本文です。\r\n').repeat(30);
const to = Array.from({ length: 120 }, (_, index) => `u${String(index)}@${receiverDomain}`);
const attached = `Received: from a\r\nX-Originating-IP: [192.0.2.1]\r\n\r\n${'x '.repeat(900)}`;

const TAKEN: Readonly<Record<string, Case>> = {
  'a plain message': { body: 'Hello.\r\n' },
  'a line over 998 octets': { header: plain('text/html; charset=utf-8', '7bit'), body: html },
  'Japanese, 8-bit': {
    header: plain('text/plain; charset=utf-8'),
    body: japanese,
    arrives: /^Content-Transfer-Encoding: base64$/m,
  },
  'French, 8-bit': {
    header: plain('text/plain; charset=utf-8'),
    body: utf8('Ça va très bien, merci.\r\n'),
    arrives: /^Content-Transfer-Encoding: quoted-printable$/m,
  },
  '8-bit without MIME': { body: utf8('é\r\n'), arrives: /^Content-Type: text\/plain; charset=utf-8$/m },
  'recipients on one line': {
    header: [`To: ${to.join(',')}`],
    arrives: new RegExp(`^To: ${to.join(', ')}$`, 'm'),
  },
  'references on one line': {
    header: [`References: ${'<a@b.example> '.repeat(200)}`],
    arrives: /^References: (<a@b\.example> ?){200}$/m,
  },
  'a header of 100 KiB': {
    header: Array.from({ length: 120 }, (_, index) => `X-${String(index)}: ${'a '.repeat(400)}`),
  },
  'one-click unsubscribe': {
    header: [
      'List-Unsubscribe: <https://example.com/u>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    ],
    arrives: /^DKIM-Signature:.*h=[^;]*List-Unsubscribe:List-Unsubscribe-Post:/m,
  },
  'an attached message keeps its header': {
    header: multipart('mixed'),
    body: `${part('text/plain', 'see')}${part('message/rfc822', attached)}--b--\r\n`,
    text: '',
  },
  'a part that is signed, in seven bits': {
    header: multipart('signed; protocol="application/pgp-signature"'),
    body: `${part('text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable', '=C3=A9')}${part('application/pgp-signature', 'x')}--b--\r\n`,
  },
  'a raw 8-bit Subject': {
    header: [`Subject: ${utf8('à')}`],
    arrives: /^Subject: =\?utf-8\?(q\?=C3=A0|b\?w6A=)\?=$/im,
  },
  'an address as a name': { header: [`From: ${from} <${from}>`], arrives: /^From: "hello@example\.com" </m },
  'a blank before the colon': { header: [`From : ${from}`], arrives: /^From: hello@example\.com$/m },
};

const REFUSED: Readonly<Record<string, readonly [Case, RegExp]>> = {
  'two Subjects': [{ header: ['Subject: a', 'Subject: b'] }, /^554 5\.6\.0 The field Subject stands there/],
  'a long line in a part that is signed': [
    { header: multipart('signed'), body: `${part('text/html', 'y'.repeat(999))}--b--\r\n` },
    /^554 5\.6\.3 Line 4 of the body has 999 octets/,
  ],
  'a part that is signed, 8-bit': [
    {
      header: multipart('signed; protocol="application/pgp-signature"'),
      body: `${part('text/plain; charset=utf-8', utf8('é'))}${part('application/pgp-signature', 'x')}--b--\r\n`,
    },
    /^554 5\.6\.3 Line 4 of the body holds octets beyond ASCII/,
  ],
  'a Cc of 1,800': [
    { header: [`Cc: ${'somebody@inbox.example.net, '.repeat(2000)}${from}`] },
    /^552 5\.3\.4 The field Cc has 54000 octets or more/,
  ],
  'a foreign From': [
    { header: ['From: president@bank.example.net'] },
    /^550 5\.7\.1 From: president@bank\.example\.net is not an address that login \S+ may send as/,
  ],
  'an unquoted comma': [
    { header: [`From: Kitte, Inc. <${from}>`] },
    /^554 5\.6\.0 The From field cannot be read/,
  ],
};

async function submit(mark: string, { header = [], body = 'Hello.\r\n' }: Case): Promise<string> {
  const { rehearsal } = server;
  const sender = { ...rehearsal.sender(), from };
  const talk = await loggedIn(rehearsal.stand.world.client, sender, 465);
  try {
    await talk.say(`MAIL FROM:<${from}>`);
    await talk.say(`RCPT TO:<reader@${receiverDomain}>`);
    await talk.say('DATA');
    const has = (name: string) => header.some((line) => new RegExp(`^${name} ?:`, 'i').test(line));
    const lines = [
      ...(has('From') ? [] : [`From: ${from}`]),
      ...(has('Subject') ? [] : [`Subject: ${mark}`]),
      ...(has('To') ? [] : [`To: reader@${receiverDomain}`]),
      `X-Mark: ${mark}`,
      ...header,
    ];
    return (await talk.send(`${lines.join('\r\n')}\r\n\r\n${body}.\r\n`, 1))[0] ?? '';
  } finally {
    await talk.close();
  }
}

/** The body of one part, decoded; the text of several as it stands. */
function decoded(header: string, body: string): string {
  const [, encoding = ''] = /^Content-Transfer-Encoding: (\S+)$/im.exec(header) ?? [];
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('latin1');
  if (encoding !== 'quoted-printable') return body;
  return body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

async function judged(message: ReceivedMessage, one: Case): Promise<void> {
  const source = message.source.replace(/\r?\n/g, '\r\n');
  const end = source.indexOf('\r\n\r\n');
  const [header, body] = [source.slice(0, end).replace(/\r\n(?=[ \t])/g, ''), source.slice(end + 4)];
  expect(message.verdicts).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
  const { receiver } = server.rehearsal.stand.world;
  const envelope = { ip: server.rehearsal.address(), helo: 'mail.example.com', sender: from, mta: 'mx' };
  const opinion = await thirdOpinion(receiver, source, envelope, 'example.com');
  expect(opinion.find(({ id }) => id === 'dkim')).toMatchObject({ seen: 'pass' });
  expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  // eslint-disable-next-line no-control-regex
  expect(body).toMatch(/^[\x00-\x7f]*$/);
  if (one.arrives) expect(header).toMatch(one.arrives);
  if (one.text === undefined) expect(decoded(header, body).trimEnd()).toBe((one.body ?? 'Hello.').trimEnd());
  else for (const kept of ['Received: from a', 'X-Originating-IP: [192.0.2.1]']) expect(body).toContain(kept);
}

test('what arrives is what was signed, and says what was submitted', async () => {
  const { receiver } = server.rehearsal.stand.world;
  const waiting = Object.entries(TAKEN).map(async ([name, one], index) => {
    const mark = `signed-last-${String(index)}-`;
    expect([name, await submit(mark, one)]).toEqual([name, expect.stringMatching(/^250 /)]);
    const message = await until(name, 60_000, async () =>
      (await receiver.messages()).find(({ source }) => source.includes(`X-Mark: ${mark}`)),
    );
    await judged(message, one);
  });
  await Promise.all(waiting);
}, 300_000);

test.each(Object.entries(REFUSED))('%s is refused with the reason', async (_, [one, words]) => {
  expect(await submit('refused', one)).toMatch(words);
});
