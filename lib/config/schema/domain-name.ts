import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import { Refusal, text } from './text';

const ALLOWED = 'a domain name such as example.com';

/** With a selector of 63 characters, `<selector>._domainkey.<domain>` still fits in the 253 of a name (RFC 1035 section 2.3.4). */
const LONGEST = 253 - 63 - '._domainkey.'.length;

/**
 * A domain that can be registered or lies below one. What names the same domain is accepted and written one way: lower case
 * (RFC 4343), A-labels (RFC 5890), no trailing dot. What is no host name (RFC 952 and 1123) is refused.
 */
export const domainName = text(ALLOWED, (value) => {
  const name = readName(value, /[^a-z0-9.-]/i);
  if (name instanceof Refusal) return name;
  if (getDomain(name) === null) {
    return new Refusal(
      ALLOWED,
      `${name} is a public suffix: nobody can send as it. Give the domain below it.`,
    );
  }
  return name;
});

/** The host's own name. */
export const hostName = text('a host name such as mail.example.com', (value) =>
  readName(value, /[^a-z0-9.-]/i),
);

/** A name that is only looked up, such as `_spf.example.com`: an underscore is at home there (RFC 8552). */
export const lookedUpName = text('a name such as _spf.example.com', (value) => {
  if (/v=spf1/i.test(value)) {
    return new Refusal(
      'the name that an include points to',
      'This is a whole SPF record, and a domain may have only one (RFC 7208 section 4.5). ' +
        'Take the names after its include: and the addresses after its ip4:, and give those in spf.include and spf.ip4.',
    );
  }
  const mechanism = /^[+?~-]?(include|redirect|a|mx|ip4|ip6|exists)[:=](.*)$/i.exec(value);
  if (mechanism)
    return new Refusal('the bare name', `Kitte writes the mechanism itself: give "${mechanism[2]}".`);
  return readName(value, /[^a-z0-9._-]/i);
});

function readName(value: string, foreign: RegExp): string | Refusal {
  if (value !== value.trim()) return new Refusal(ALLOWED, `Remove the space around it: "${value.trim()}".`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    const host = /:\/\/(?:[^/@]*@)?([^/:?#]*)/.exec(value)?.[1] ?? '';
    return new Refusal(ALLOWED, `This is a URL: give its host alone${host ? `, "${host}"` : ''}.`);
  }
  if (value.includes('@')) {
    return new Refusal(
      ALLOWED,
      `This is a mail address: give what follows the @, "${value.split('@').pop()}".`,
    );
  }
  if (isIP(value.replace(/^\[|\]$/g, '')) !== 0) {
    return new Refusal(ALLOWED, 'This is an IP address: give the name. Kitte allocates the address itself.');
  }
  const unfit = [...value].find((character) => character < '\x80' && foreign.test(character));
  if (unfit !== undefined) {
    return new Refusal(
      ALLOWED,
      unfit === '_'
        ? 'An underscore is not allowed in a host or mail domain (RFC 1123 section 2.1): use a dash.'
        : `Remove ${JSON.stringify(unfit)}: a name has letters, digits, dashes and dots (RFC 1123 section 2.1).`,
    );
  }
  const name = asAscii(value).replace(/\.$/, '');
  if (name === '')
    return new Refusal(ALLOWED, 'Its internationalised form is not valid (UTS 46): check its spelling.');
  if (!name.includes('.')) return new Refusal(ALLOWED, 'Give the whole name with its dots.');
  const wrong = name.split('.').find((label) => !/^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  if (wrong !== undefined) return new Refusal(ALLOWED, labelRemedy(wrong));
  if (/^\d+$/.test(name.split('.').pop() ?? '')) {
    return new Refusal(ALLOWED, 'A top-level domain is never a number: this reads as an IP address.');
  }
  if (name.length > LONGEST) {
    return new Refusal(`a domain name of at most ${LONGEST} characters`, 'Give a shorter name.');
  }
  return name;
}

/** URL parsing refuses an underscore, so plain ASCII only changes its case. */
function asAscii(value: string): string {
  const plain = [...value].every((character) => character < '\x80') && !/(^|\.)xn--/i.test(value);
  return plain ? value.toLowerCase() : domainToASCII(value);
}

function labelRemedy(label: string): string {
  if (label === '') return 'Remove the empty part between two dots, or at the beginning.';
  if (label.length > 63)
    return `"${label}" has ${label.length} characters; a part between dots has at most 63.`;
  return `"${label}" may not begin or end with a dash.`;
}
