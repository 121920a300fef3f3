import { refused, whole, type Case } from '../case';
import { base64, html, letter, multipart, octets, part, text, utf8 } from '../letter';

const KIND = 'parts';
const line = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
const note = part(line(text('utf-8', '7bit')), 'See the attachment.');
const attachment = (kind: string, disposition: string, data: Buffer) =>
  part(
    [`Content-Type: ${kind}`, `Content-Disposition: ${disposition}`, 'Content-Transfer-Encoding: base64'],
    base64(data),
  );
const inner = [
  'Received: from elsewhere.example.org (192.0.2.7) by mx.example.org; Thu, 26 Nov 2026 12:00:00 +0000',
  'X-Originating-IP: [192.0.2.7]',
  'DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=x; h=From; bh=AAAA; b=AAAA',
  'From: someone@example.org',
  'To: app@example.com',
  'Bcc: hidden@example.org',
  'Return-Path: <someone@example.org>',
  'Subject: The one that is attached',
  '',
  'It was so when it came.',
].join('\r\n');
const forwarded = part(['Content-Type: message/rfc822', 'Content-Disposition: attachment'], inner);
const signature = part(
  ['Content-Type: application/pgp-signature; name="signature.asc"'],
  '-----BEGIN PGP SIGNATURE-----\r\n\r\nAAAA\r\n-----END PGP SIGNATURE-----',
);
const signedKind = 'signed; micalg=pgp-sha512; protocol="application/pgp-signature"';

export const parts: readonly Case[] = [
  {
    ...{ id: 'binary', kind: KIND, what: 'a binary attachment, base64', client: 'smtplib' },
    raw: letter(
      multipart('mixed', [
        note,
        attachment('application/octet-stream', 'attachment; filename="a.bin"', octets(5000)),
      ]),
    ),
  },
  {
    ...{ id: 'name-2231', kind: KIND, what: 'a file name as RFC 2231 writes it', client: 'smtplib' },
    raw: letter(
      multipart('mixed', [
        note,
        attachment(
          'application/pdf',
          "attachment; filename*0*=UTF-8''%E5%88%87%E6%89%8B; filename*1=.pdf",
          octets(300),
        ),
      ]),
    ),
  },
  {
    ...{ id: 'name-2047', kind: KIND, what: 'a file name in an encoded word', client: 'smtplib' },
    raw: letter(
      multipart('mixed', [
        note,
        attachment('application/pdf', 'attachment; filename="=?UTF-8?B?5YiH5omLLnBkZg==?="', octets(300)),
      ]),
    ),
  },
  {
    ...{ id: 'name-raw', kind: KIND, what: 'a raw 8-bit file name', client: 'smtplib' },
    raw: letter(
      multipart('mixed', [
        note,
        attachment('application/pdf', utf8('attachment; filename="Größe.pdf"'), octets(300)),
      ]),
    ),
  },
  {
    ...{ id: 'alternative', kind: KIND, what: 'text and HTML, 8 bits', client: 'smtplib' },
    raw: letter(
      multipart('alternative', [
        part(line(text('utf-8', '8bit')), utf8('Grüße')),
        part(line(html), utf8('<p>Grüße</p>')),
      ]),
    ),
  },
  {
    ...{
      id: 'alternative-long',
      kind: KIND,
      what: 'text and minified HTML of 8,000 octets a line',
      client: 'smtplib',
    },
    raw: letter(
      multipart('alternative', [
        part(line(text('utf-8', '8bit')), utf8('Grüße')),
        part(line(html), utf8(`<p>${'<b>Maß</b>'.repeat(800)}</p>`)),
      ]),
    ),
  },
  {
    ...{
      id: 'rfc822',
      kind: KIND,
      what: 'an attached message with Received, X-Originating-IP and Bcc',
      client: 'smtplib',
    },
    raw: letter(multipart('mixed', [note, forwarded])),
  },
  {
    ...{ id: 'rfc822-signed', kind: KIND, what: 'the same inside multipart/signed', client: 'smtplib' },
    raw: letter(multipart(signedKind, [forwarded, signature])),
  },
  {
    ...{
      id: 'rfc822-8bit',
      kind: KIND,
      what: 'an attached message with a raw 8-bit Subject',
      client: 'smtplib',
    },
    raw: letter(
      multipart('mixed', [
        note,
        part(
          ['Content-Type: message/rfc822'],
          utf8('From: Jörg <someone@example.org>\r\nSubject: Grüße\r\n\r\nGrüße\r\n'),
        ),
      ]),
    ),
  },
  {
    ...{ id: 'preamble-8bit', kind: KIND, what: '8 bits before the first part', client: 'smtplib' },
    raw: (given) =>
      letter(multipart('mixed', [note]))(given).replace('A message', utf8('Für ältere Leser: a message')),
  },
  {
    ...{ id: 'rfc822-only', kind: KIND, what: 'a message that is a message', client: 'smtplib' },
    raw: letter({ fields: { 'MIME-Version': '1.0', 'Content-Type': 'message/rfc822' }, body: inner }),
  },
  {
    ...{ id: 'signed', kind: KIND, what: 'multipart/signed, 7 bits', client: 'smtplib' },
    raw: letter(multipart(signedKind, [part(line(text('us-ascii', '7bit')), 'Signed words. '), signature])),
  },
  {
    ...{
      id: 'signed-8bit',
      kind: KIND,
      what: 'multipart/signed with 8 bits: never converted',
      client: 'smtplib',
    },
    raw: letter(
      multipart(signedKind, [part(line(text('utf-8', '8bit')), utf8('Signierte Grüße')), signature]),
    ),
    right: refused(/^554 5\.6\.3 Line 7 /, /signed/, /quoted-printable or base64/),
  },
  {
    ...{
      id: 'signed-long',
      kind: KIND,
      what: 'multipart/signed with a line of 3,000 octets',
      client: 'smtplib',
    },
    raw: letter(multipart(signedKind, [part(line(text('us-ascii', '7bit')), 's'.repeat(3000)), signature])),
    right: refused(/5\.6\.\d/, /line|998|sign/i),
  },
  {
    ...{ id: 'smime', kind: KIND, what: 'an opaque S/MIME body', client: 'smtplib' },
    raw: letter({
      fields: {
        'MIME-Version': '1.0',
        'Content-Type': 'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"',
        'Content-Disposition': 'attachment; filename="smime.p7m"',
        'Content-Transfer-Encoding': 'base64',
      },
      body: `${base64(octets(4000))}\r\n`,
    }),
  },
  {
    ...{
      id: 'nested',
      kind: KIND,
      what: 'mixed, related and alternative, one in the other',
      client: 'smtplib',
    },
    raw: letter(
      multipart('mixed', [
        part(
          ['Content-Type: multipart/related; boundary="rel"'],
          [
            '--rel\r\nContent-Type: multipart/alternative; boundary="alt"\r\n',
            '--alt',
            note,
            '--alt',
            part(line(html), utf8('<img src="cid:a"> Maß')),
            '--alt--',
            '--rel',
            attachment('image/png', 'inline', octets(700)),
            '--rel--',
          ].join('\r\n'),
        ),
        attachment('text/csv; charset=utf-8', 'attachment; filename="t.csv"', Buffer.from('a,b\r\n1,ö\r\n')),
      ]),
    ),
  },
  {
    ...{ id: 'calendar', kind: KIND, what: 'an invitation, a line of 1,200 octets in it', client: 'smtplib' },
    raw: letter(
      multipart('alternative', [
        note,
        part(
          ['Content-Type: text/calendar; charset=utf-8; method=REQUEST', 'Content-Transfer-Encoding: 7bit'],
          `BEGIN:VCALENDAR\r\nDESCRIPTION:${'meet '.repeat(240)}\r\nEND:VCALENDAR`,
        ),
      ]),
    ),
  },
  {
    ...{ id: 'report', kind: KIND, what: 'a read receipt (multipart/report)', client: 'smtplib', from: '' },
    raw: letter({
      ...multipart('report; report-type=disposition-notification', [
        note,
        part(
          ['Content-Type: message/disposition-notification'],
          'Final-Recipient: rfc822; app@example.com\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n',
        ),
      ]),
      fields: {
        From: 'app@example.com',
        'MIME-Version': '1.0',
        'Content-Type': 'multipart/report; report-type=disposition-notification; boundary="between"',
      },
    }),
  },
  {
    ...{ id: 'unclosed', kind: KIND, what: 'a multipart whose last boundary is missing', client: 'smtplib' },
    raw: letter({
      fields: { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary="b"' },
      body: `--b\r\n${note}\r\n`,
    }),
    right: whole,
  },
  {
    ...{ id: 'near-limit', kind: KIND, what: 'an attachment just within the size limit', client: 'smtplib' },
    raw: letter(
      multipart('mixed', [
        note,
        attachment('application/zip', 'attachment; filename="a.zip"', octets(740_000)),
      ]),
    ),
  },
  {
    ...{ id: 'over-limit', kind: KIND, what: 'an attachment beyond the size limit', client: 'smtplib' },
    raw: letter(
      multipart('mixed', [
        note,
        attachment('application/zip', 'attachment; filename="a.zip"', octets(800_000)),
      ]),
    ),
    right: refused(/5\.3\.4/, /size|limit/i),
  },
  {
    ...{
      id: 'grows',
      kind: KIND,
      what: '8 bits within the limit, beyond it once encoded',
      client: 'smtplib',
    },
    raw: letter({ fields: text('utf-8', '8bit'), body: utf8('äöü 切手 äöü\r\n').repeat(33_000) }),
    options: ['BODY=8BITMIME'],
  },
];
