import { found, needlesFor, needlesForKey } from '../../../lib/rehearsal/abuse/needles';

const secret = 'p&ss=W0rd/with+all~of "it"';
const needles = needlesFor('password', secret);

test.each([
  ['plain', `before ${secret} after`],
  ['AUTH PLAIN', Buffer.from(`\0mailer\0${secret}`).toString('base64')],
  ['AUTH PLAIN of a longer login', Buffer.from(`\0mailers\0${secret}`).toString('base64')],
  ['AUTH PLAIN of a still longer login', Buffer.from(`\0mailers2\0${secret}`).toString('base64')],
  ['base64 with more behind', Buffer.from(`${secret}\n`).toString('base64')],
  ['url-encoded', `?password=${encodeURIComponent(secret)}`],
  ['quoted-printable', 'p&ss=3DW0rd/with+all~of=20"it"'],
  ['JSON', JSON.stringify({ password: secret })],
  ['XML', 'p&amp;ss=W0rd/with+all~of "it"'],
  ['hexadecimal', Buffer.from(secret).toString('hex')],
])('finds a secret as %s', (_, text) => {
  expect(found(needles, text)).not.toEqual([]);
});

test('finds nothing where nothing is, and does not say the secret itself', () => {
  expect(found(needles, 'p&ss=W0rd/with+all~of "them"')).toEqual([]);
  expect(JSON.stringify(found(needles, secret))).not.toContain('W0rd');
});

test('knows a private key by its middle, and refuses what is none', () => {
  const line = (letter: string) => `${letter.repeat(64)}\n`;
  const pem = `-----BEGIN PRIVATE KEY-----\n${line('A')}${line('B')}${line('C')}-----END PRIVATE KEY-----\n`;
  expect(found(needlesForKey('key', pem), pem)).toContain('key (plain)');
  expect(() => needlesForKey('key', '')).toThrow('no private key');
});
