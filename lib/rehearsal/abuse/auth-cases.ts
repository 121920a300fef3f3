import { plain } from './stages';

/** Who has which password. */
export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly other: { readonly login: string; readonly password: string };
  readonly domain: string;
}

export interface Exchange {
  readonly case: string;
  /** Lines of the client; each waits for an answer. */
  readonly lines: readonly string[];
  readonly accepted: boolean;
}

const b64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

/** Over TLS, after EHLO: what is no proof of a login, and the two ways that are one. */
export function exchanges({ login, password, other, domain }: Credentials): Exchange[] {
  const bad = (name: string, ...lines: string[]): Exchange => ({ case: name, lines, accepted: false });
  const good = (name: string, ...lines: string[]): Exchange => ({ case: name, lines, accepted: true });
  const raw = (text: string) => `AUTH PLAIN ${b64(text)}`;
  const unoffered = [
    ...['CRAM-MD5', 'DIGEST-MD5', 'NTLM', 'GSSAPI', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'ANONYMOUS'],
    ...['EXTERNAL', 'XOAUTH2', 'OAUTHBEARER', 'LOGIN-PLAIN', 'SKEY', 'OTP'],
  ];
  return [
    good('PLAIN in one line', `AUTH PLAIN ${plain(login, password)}`),
    good('PLAIN in two lines', 'AUTH PLAIN', plain(login, password)),
    good('LOGIN', 'AUTH LOGIN', b64(login), b64(password)),
    good('LOGIN with the name in the first line', `AUTH LOGIN ${b64(login)}`, b64(password)),
    good('the mechanism in small letters', `auth plain ${plain(login, password)}`),
    good('authorized as oneself', `AUTH PLAIN ${plain(login, password, login)}`),
    ...unoffered.map((mechanism) =>
      bad(`${mechanism}, which is not offered`, `AUTH ${mechanism} ${b64(login)}`),
    ),
    bad('no mechanism', 'AUTH'),
    bad('not base64', 'AUTH PLAIN !!!!'),
    bad('base64 cut short', `AUTH PLAIN ${plain(login, password).slice(0, -3)}`),
    bad('an empty response', 'AUTH PLAIN ='),
    bad('an empty line', 'AUTH PLAIN', ''),
    bad('given up', 'AUTH PLAIN', '*'),
    bad('LOGIN given up at the password', 'AUTH LOGIN', b64(login), '*'),
    bad('spaces for NULs', raw(` ${login} ${password}`)),
    bad('no password part', raw(`\0${login}`)),
    bad('an empty password', raw(`\0${login}\0`)),
    bad('an empty login', raw(`\0\0${password}`)),
    bad('a fourth part', raw(`\0${login}\0${password}\0x`)),
    bad('the password cut short', raw(`\0${login}\0${password.slice(0, -1)}`)),
    bad('the password with more behind', raw(`\0${login}\0${password}x`)),
    bad('the password in another case', raw(`\0${login}\0${swapped(password)}`)),
    bad('the login for the password', raw(`\0${login}\0${login}`)),
    bad("another login's password", raw(`\0${login}\0${other.password}`)),
    bad('authorized as another', raw(`${login}\0${other.login}\0${other.password}`)),
    bad('a login with a realm', raw(`\0${login}@${domain}\0${password}`)),
    bad('a master login', raw(`\0${login}*${other.login}\0${other.password}`)),
    bad('two lines in the login', raw(`\0${login}\n${other.login}\0${password}`)),
    bad('a colon in the login', raw(`\0${login}:x\0${password}`)),
    bad('an account of the system', raw('\0root\0')),
    bad('100,000 characters', raw(`\0${login}\0${'x'.repeat(75_000)}`)),
  ];
}

const swapped = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
