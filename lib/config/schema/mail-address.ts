import { Refusal, text } from './text';
import { domainName } from './domain-name';
import { z } from 'zod';

/**
 * Narrower than RFC 5322's dot-atom on purpose: `$` would expand in main.cf, `|` start a command in an aliases file, `%` expand in
 * Dovecot, `!` and `,` need escaping in a DMARC URI. It begins with a letter, digit or underscore, so it is never read as an option.
 */
const LOCAL_PART = /^[A-Za-z0-9_][A-Za-z0-9_+=-]*(\.[A-Za-z0-9_+=-]+)*$/;
const ALLOWED = 'a mail address such as postmaster@example.com';

/** A mail address: local part as written, domain as an A-label. */
export const mailAddress = text(ALLOWED, readAddress);

/** What a user may send as, in lower case because Postfix folds its lookup keys: `app@example.com`, or `@example.com` for all of it. */
const SENDER = 'app@example.com, or @example.com for the whole domain';
export const senderPattern = text(SENDER, (value) => {
  if (/^[*%]@/.test(value)) return new Refusal(SENDER, `For the whole domain write "${value.slice(1)}".`);
  const read = value.startsWith('@') ? readDomain(value.slice(1), '') : readAddress(value);
  if (!(read instanceof Refusal)) return read.toLowerCase();
  if (value.includes('@')) return read;
  return new Refusal(
    SENDER,
    value.includes('.') ? `For the whole domain write "@${value}".` : 'Give the address with its domain.',
  );
});

/** Where DMARC reports go. RFC 9989 knows no size limit after the address any more. */
export const reportUri = text('a mailto: URI such as mailto:dmarc@example.com', (value) => {
  const allowed = 'a mailto: URI such as mailto:dmarc@example.com';
  if (!/^mailto:/i.test(value)) {
    if (!value.includes('@') || value.includes(':'))
      return new Refusal(allowed, 'Reports are sent by mail alone: give an address after mailto:.');
    const bare = readAddress(value);
    const further = bare instanceof Refusal ? ` ${bare.remedy}` : '';
    return new Refusal(allowed, `Write "mailto:${value}".${further}`);
  }
  const address = value.slice('mailto:'.length);
  const sized = /^(.*)![0-9]+[kmgt]?$/i.exec(address);
  if (sized) return new Refusal(allowed, `RFC 9989 dropped the size limit: write "mailto:${sized[1]}".`);
  const read = readAddress(address);
  return read instanceof Refusal ? new Refusal(allowed, read.remedy) : `mailto:${read}`;
});

function readAddress(value: string): string | Refusal {
  const at = value.lastIndexOf('@');
  if (at < 1) return new Refusal(ALLOWED, 'Write it as name@domain.');
  const local = value.slice(0, at);
  if (local.length > 64) return new Refusal(ALLOWED, 'Before the @ stand at most 64 characters (RFC 5321).');
  if (!LOCAL_PART.test(local)) {
    return new Refusal(
      ALLOWED,
      `Before the @ use letters, digits and . _ + = - alone, beginning with a letter or digit: "${local}" does not.`,
    );
  }
  const read = readDomain(value.slice(at + 1), local);
  if (read instanceof Refusal || read.length <= 254) return read;
  return new Refusal(ALLOWED, 'An address has at most 254 characters (RFC 5321).');
}

function readDomain(value: string, local: string): string | Refusal {
  const result = domainName.safeParse(value);
  if (result.success) return `${local}@${result.data}`;
  return z
    .object({ refusal: z.instanceof(Refusal) })
    .parse((result.error.issues[0] as { params?: unknown }).params).refusal;
}

/** What follows the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
