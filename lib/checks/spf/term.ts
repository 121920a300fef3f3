import { isIPv4, isIPv6 } from 'node:net';
import type { Said } from '../words';

export type Mechanism = 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists';

export interface Directive {
  readonly kind: 'directive';
  /** As it is written. */
  readonly text: string;
  readonly qualifier: '+' | '-' | '~' | '?';
  readonly mechanism: Mechanism;
  /** What follows the colon: a name, which may hold macros, or a network. */
  readonly value?: string;
}

export interface Modifier {
  readonly kind: 'modifier';
  readonly text: string;
  readonly name: string;
  readonly value: string;
}

/** A term that makes the whole record an error. */
export interface Wrong {
  readonly kind: 'wrong';
  readonly text: string;
  readonly why: Said;
}

export type Term = Directive | Modifier | Wrong;

/** Section 12. The macro letters c, r and t have a place in explanations alone (section 7.2). */
const MACRO = String.raw`%\{[slodiphv](?:[1-9]\d*)?r?[.\-+,/_=]*\}|%%|%_|%-`;
const STRING = new RegExp(`^(?:${MACRO}|[\\x21-\\x24\\x26-\\x7e])*$`, 'i');
const TOP_LABEL = '(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])';
const END = new RegExp(`(?:${MACRO}|\\.${TOP_LABEL}\\.?)$`, 'i');
const EXPLANATION = /^(?:%\{[slodiphvcrt](?:[1-9]\d*)?r?[.\-+,/_=]*\}|%%|%_|%-|[\x21-\x24\x26-\x7e])*$/i;

/** The terms of a record (RFC 7208 sections 4.6.1 and 12), behind its version. */
export function termsOf(record: string): Term[] {
  return record
    .split(' ')
    .slice(1)
    .filter((text) => text !== '')
    .map(term);
}

function term(text: string): Term {
  const [, name, value = ''] = /^([a-z][a-z0-9\-_.]*)=(.*)$/is.exec(text) ?? [];
  return name === undefined ? directive(text) : modifier(text, name.toLowerCase(), value);
}

function modifier(text: string, name: string, value: string): Term {
  const domain = name === 'redirect' || name === 'exp';
  if (domain && !isDomainSpec(value)) return wrong(text, NO_NAME);
  if (!EXPLANATION.test(value)) return wrong(text, UNREADABLE);
  return { kind: 'modifier', text, name, value };
}

function directive(text: string): Term {
  const [, sign = '', word = '', rest = ''] = /^([+\-~?]?)([a-z0-9]*)(.*)$/is.exec(text) ?? [];
  const mechanism = word.toLowerCase() as Mechanism;
  const read = READERS[mechanism];
  if (read === undefined) return wrong(text, unknown(word.toLowerCase(), rest));
  const value = read(rest);
  if (typeof value === 'object') return wrong(text, value);
  const qualifier = (sign === '' ? '+' : sign) as Directive['qualifier'];
  return { kind: 'directive', text, qualifier, mechanism, ...(value === undefined ? {} : { value }) };
}

/** What follows the mechanism's name, read; or why it cannot be. */
type Reader = (rest: string) => string | undefined | Said;

const named: Reader = (rest) =>
  rest.startsWith(':') && isDomainSpec(rest.slice(1)) ? rest.slice(1) : wrongName(rest);

const hosts: Reader = (rest) => {
  const [, name, four, six] = /^(?::(.*?))?(?:\/(\d+))?(?:\/\/(\d+))?$/s.exec(rest) ?? [];
  if (rest !== '' && name === undefined && four === undefined && six === undefined) return UNREADABLE;
  if (!isPrefix(four, 32) || !isPrefix(six, 128)) return PREFIX;
  return name === undefined || isDomainSpec(name) ? name : wrongName(`:${name}`);
};

const network =
  (isAddress: (text: string) => boolean, most: number, why: Said): Reader =>
  (rest) => {
    const [, address = '', prefix] = /^:([^/]*)(?:\/(.*))?$/s.exec(rest) ?? [];
    if (!isAddress(address)) return why;
    return isPrefix(prefix, most) ? rest.slice(1) : PREFIX;
  };

const READERS: Partial<Record<string, Reader>> = {
  all: (rest) => (rest === '' ? undefined : UNREADABLE),
  include: named,
  exists: named,
  a: hosts,
  mx: hosts,
  ptr: (rest) => (rest === '' ? undefined : named(rest)),
  ip4: network(isIPv4, 32, {
    en: 'an IPv4 address has four numbers from 0 to 255',
    ja: 'IPv4 アドレスは 0 から 255 までの数 4 つです',
  }),
  ip6: network((text) => isIPv6(text) && !text.includes('%'), 128, {
    en: 'this is no IPv6 address',
    ja: 'IPv6 アドレスではありません',
  }),
};

function isDomainSpec(text: string): boolean {
  return STRING.test(text) && (END.test(text) || END.test(`.${text}`)) && !/\.\./.test(text);
}

const isPrefix = (text: string | undefined, most: number) =>
  text === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most);

function wrongName(rest: string): Said {
  if (isIPv4(rest.slice(1)))
    return {
      en: `a name stands here; an address is written ip4${rest}`,
      ja: `ここには名前が必要です。アドレスは ip4${rest} と書きます`,
    };
  return NO_NAME;
}

const NO_NAME: Said = {
  en: 'it needs the name of a domain',
  ja: 'ドメイン名が必要です',
};
const UNREADABLE: Said = { en: 'it cannot be read', ja: '読み取れません' };
const PREFIX: Said = {
  en: 'the number behind the slash is too large, or none',
  ja: 'スラッシュの後の数が大きすぎるか、数ではありません',
};

const MEANT: Partial<Record<string, string>> = { ipv4: 'ip4', ip: 'ip4', ipv6: 'ip6', redirect: 'redirect=' };

function unknown(word: string, rest: string): Said {
  const meant = MEANT[word];
  if (meant !== undefined) {
    const written = meant.endsWith('=') ? meant + rest.slice(1) : meant + rest;
    return { en: `it is written ${written}`, ja: `${written} と書きます` };
  }
  return { en: 'SPF has no such term', ja: 'SPF にこの項はありません' };
}

const wrong = (text: string, why: Said): Wrong => ({ kind: 'wrong', text, why });
