import { either, refused, whole, type Case, type Right } from '../case';
import { letter, utf8 } from '../letter';

const KIND = 'address';

const from = (id: string, what: string, value: string, right: Right = whole): Case => ({
  ...{ id, kind: KIND, what, client: 'smtplib', right },
  raw: letter({ fields: { From: value } }),
});
const envelope = (id: string, what: string, sender: string, right: Right = whole): Case => ({
  ...{ id, kind: KIND, what, client: 'smtplib', right, from: sender },
  raw: letter({ fields: { From: 'app@example.com' } }),
});
const spelt = (id: string, what: string, line: string, right: Right): Case => ({
  ...{ id, kind: KIND, what, client: 'smtplib', right },
  raw: letter({ fields: { From: '' }, above: [line] }),
});

export const addresses: readonly Case[] = [
  from('from-bare', 'From without a display name', 'app@example.com'),
  from('from-quoted', 'a quoted display name with a comma', '"App, The" <app@example.com>'),
  from('from-address-quoted', 'an address as a quoted display name', '"app@example.com" <app@example.com>'),
  {
    ...from(
      'from-address-name',
      'an address as an unquoted display name',
      'app@example.com <app@example.com>',
      either(/From/, /quot/i),
    ),
    beyond: { verdicts: /whole/, why: 'made valid: its name is quoted' },
  },
  from('from-comment', 'comments in From', 'app@example.com (The app)'),
  from('from-dots', 'a display name with unquoted dots', 'A. B. Senders <app@example.com>'),
  from('from-upper', 'upper case', 'APP@EXAMPLE.COM'),
  from('from-tag', 'a +tag in From', 'App <app+news@example.com>'),
  {
    ...from(
      'from-two',
      'two authors, both of the login',
      'app@example.com, shop@example.com',
      either(/Sender/),
    ),
    beyond: {
      verdicts: /dmarc/,
      why: "which of two authors' policies counts no judge says (RFC 7489 section 6.6.1)",
    },
  },
  from('from-group', 'a group as From', 'Team: app@example.com, shop@example.com;', refused(/From/)),
  from(
    'from-foreign',
    'a foreign From',
    'president@inbox.example.net',
    refused(/From/, /president@inbox\.example\.net/),
  ),
  from(
    'from-other-login',
    "another login's address in From",
    'web@example.com',
    refused(/From/, /web@example\.com/, /app@example\.com/),
  ),
  from('from-8bit', 'a raw 8-bit display name', utf8('Büro <app@example.com>')),
  {
    ...{ id: 'to-8bit', kind: KIND, what: 'raw 8-bit names, one in quotes, and comments', client: 'smtplib' },
    raw: letter({
      fields: { To: utf8('"Müller, Hans" <a.b@people.example.org>, c@people.example.org (Jörg)') },
    }),
  },
  {
    ...{ id: 'cc-8bit-domain', kind: KIND, what: 'a raw domain in Cc', client: 'smtplib' },
    raw: letter({ fields: { Cc: utf8('info@bücher.example.org') } }),
    beyond: { verdicts: /whole/, why: 'made valid: the domain is written as DNS has it' },
  },
  {
    ...{
      id: 'cc-8bit-local',
      kind: KIND,
      what: 'a raw local part in Cc without SMTPUTF8',
      client: 'smtplib',
    },
    raw: letter({ fields: { Cc: utf8('配達@people.example.org') } }),
    right: refused(/5\.6\.\d/, /Cc/, /SMTPUTF8/),
  },
  spelt('from-space', '"From :" (RFC 5322 section 4.5)', 'From : app@example.com', either(/From/)),
  spelt('from-lower', 'from in lower case', 'from: app@example.com', whole),
  spelt('from-folded', 'From folded before its address', 'From: The app\r\n <app@example.com>', whole),
  envelope('envelope-tag', 'a +tag in the envelope', 'app+bounce@example.com'),
  envelope(
    'envelope-verp',
    'VERP: the recipient in the envelope sender',
    'app+reader=inbox.example.net@example.com',
  ),
  envelope('envelope-null', 'the empty sender', ''),
  envelope('envelope-upper', 'upper case in the envelope', 'App@Example.com'),
  envelope(
    'envelope-foreign',
    "another login's address in the envelope",
    'web@example.com',
    refused(/web@example\.com/),
  ),
  {
    ...{
      id: 'sender-empty',
      kind: KIND,
      what: 'an empty Sender',
      client: 'smtplib',
      right: either(/Sender/),
    },
    raw: letter({ fields: { Sender: ' ' } }),
    beyond: { verdicts: /whole/, why: 'made valid: the empty field is gone' },
  },
  {
    ...{ id: 'sender-foreign', kind: KIND, what: 'a foreign Sender', client: 'smtplib' },
    raw: letter({ fields: { Sender: 'president@inbox.example.net' } }),
    right: refused(/Sender/, /president@inbox\.example\.net/),
  },
  {
    ...{ id: 'to-group', kind: KIND, what: 'undisclosed recipients', client: 'smtplib' },
    raw: letter({ fields: { To: 'undisclosed-recipients:;' } }),
  },
  {
    ...{ id: 'to-comment', kind: KIND, what: 'comments and quoted strings in To', client: 'smtplib' },
    raw: letter({ fields: { To: '"Last, First" <a.b@people.example.org> (at home), c@people.example.org' } }),
  },
  {
    ...{ id: 'to-route', kind: KIND, what: 'a quoted local part in To', client: 'smtplib' },
    raw: letter({ fields: { To: '"john smith"@people.example.org' } }),
  },
  {
    ...{
      id: 'smtputf8',
      kind: KIND,
      what: 'an internationalized address in Cc (SMTPUTF8)',
      client: 'smtplib',
    },
    raw: letter({ fields: { Cc: utf8('配達@people.example.org'), Subject: utf8('切手') } }),
    options: ['SMTPUTF8', 'BODY=8BITMIME'],
    // They have no such extension: RFC 6531 section 3.7.1.
    right: { kind: 'whole', returned: ['strict', 'bare'] },
  },
  {
    ...{
      id: 'one-refused',
      kind: KIND,
      what: 'one recipient of four cannot be, the others can',
      client: 'smtplib',
    },
    also: ['not an address@@inbox.example.net'],
    raw: letter({ fields: { To: 'readers@inbox.example.net' } }),
  },
  {
    ...{ id: 'too-many', kind: KIND, what: 'one recipient more than the limit', client: 'smtplib' },
    also: Array.from({ length: 28 }, (_, at) => `extra-${String(at)}@inbox.example.net`),
    raw: letter(),
    right: refused(/5\.5\.3/, /30/),
  },
  {
    ...{ id: 'just-enough', kind: KIND, what: 'as many recipients as the limit', client: 'smtplib' },
    also: Array.from({ length: 27 }, (_, at) => `extra-${String(at)}@inbox.example.net`),
    raw: letter(),
  },
];
