import { createPublicKey } from 'node:crypto';
import { dkimPublicParameter, namesOf } from '../config/names';
import { fail, judge, listed, skip, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';

export const dkimRecord: Check = {
  id: 'dkim-record',
  subject: ({ environment }) => `DKIM records of ${environment.domain}`,
  why: 'Receivers fetch the public key here; without it every signature counts for nothing.',
  needs: ['delegation'],
  look: async (inquiry) => {
    const { selectors, retired } = inquiry.environment.dkim;
    const about = (judged: typeof readable) => async (selector: string) => ({
      ...judged(await recordsOf(selector, inquiry), selector, inquiry),
      subject: nameOf(selector, inquiry),
    });
    return Promise.all([...selectors.map(about(readable)), ...retired.map(about(revoked))]);
  },
};

function revoked(values: readonly string[], selector: string): Finding {
  const empty = values.length === 1 && tagsOf(values[0] ?? '').get('p') === '';
  const next = `Put v=DKIM1; k=rsa; p= back as the record of ${selector}; a deploy sees no change that was made by hand.`;
  return judge(
    empty,
    empty ? 'an empty key: the selector is retired' : listed(values.map(short)),
    'an empty key (p=), as the selector is retired',
    next,
  );
}

function readable(values: readonly string[], selector: string, { environment }: Inquiry): Finding {
  const { keySize } = environment.dkim;
  const expected = `one RSA key of ${String(keySize)} bits`;
  const next = putKeyBack(selector, environment);
  if (values.length !== 1) return fail(listed(values.map(short)), expected, next);
  const tags = tagsOf(values[0] ?? '');
  if ((tags.get('v') ?? 'DKIM1') !== 'DKIM1' || (tags.get('k') ?? 'rsa') !== 'rsa')
    return fail(short(values[0] ?? ''), expected, next);
  const bits = bitsOf(tags.get('p') ?? '');
  if (bits === undefined) return fail(`no key that can be read: ${short(values[0] ?? '')}`, expected, next);
  return judge(bits === keySize, `RSA, ${String(bits)} bits`, expected, next);
}

export const dkimKey: Check = {
  id: 'dkim-key',
  subject: ({ environment }) => `DKIM key of ${environment.domain}`,
  why: 'A record with another key than the one that the deploy made verifies nothing.',
  needs: ['dkim-record'],
  async look(inquiry) {
    const { environment, facts } = inquiry;
    const expected = 'the key that the deploy made';
    const made = facts.dkim.value;
    if (made === undefined)
      return skip(facts.dkim.unknown ?? '', expected, 'Run it with AWS credentials of the account.');
    return Promise.all(
      environment.dkim.selectors.map(async (selector) => {
        const subject = nameOf(selector, inquiry);
        const wanted = keyOf(unquoted(made[selector] ?? ''));
        const [value = ''] = await recordsOf(selector, inquiry);
        const seen = keyOf(value);
        const next = putKeyBack(selector, environment);
        const words = seen === wanted ? 'the same key' : `another key: ${short(seen)}`;
        return { ...judge(seen !== '' && seen === wanted, words, expected, next), subject };
      }),
    );
  },
};

function putKeyBack(selector: string, environment: Inquiry['environment']): string {
  const parameter = dkimPublicParameter(namesOf(environment.name), environment.domain, selector);
  return `Put the record of ${selector} back with the value of the parameter ${parameter}; a deploy sees no change that was made by hand.`;
}

function nameOf(selector: string, { environment }: Inquiry): string {
  return `${selector}._domainkey.${environment.domain}`;
}

function recordsOf(selector: string, inquiry: Inquiry): Promise<readonly string[]> {
  return inquiry.lookup(nameOf(selector, inquiry), 'TXT');
}

/** `tag=value; …` (RFC 6376 section 3.2). */
export function tagsOf(value: string): Map<string, string> {
  return new Map(
    value
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.includes('='))
      .map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const;
      }),
  );
}

export const keyOf = (value: string) => (tagsOf(value).get('p') ?? '').replace(/\s+/g, '');

export function bitsOf(base64: string): number | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' ? key.asymmetricKeyDetails?.modulusLength : undefined;
  } catch {
    return undefined;
  }
}

/** RDATA as Route 53 has it, `"a" "b"`, to the value that resolvers give. */
export function unquoted(rdata: string): string {
  return [...rdata.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, text = '']) => text.replace(/\\(.)/g, '$1'))
    .join('');
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
