import { createPublicKey } from 'node:crypto';
import { dkimPublicParameter, namesOf } from '../config/names';
import { REVOKED } from '../dns/dkim';
import { fail, judge, putBack, skip, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';
import { difference, tagsOf } from './tags';
import { listed, type Said } from './words';

export const dkimRecord: Check = {
  id: 'dkim-record',
  of: 'domain',
  subject: ({ environment }) => ({
    en: `DKIM records of ${environment.domain}`,
    ja: `${environment.domain} の DKIM レコード`,
  }),
  why: {
    en: 'Receivers fetch the public key here; without it every signature counts for nothing.',
    ja: '受信側はここから公開鍵を取得します。なければ、どの署名も意味を持ちません。',
  },
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

function revoked(values: readonly string[], selector: string, { environment }: Inquiry): Finding {
  const [value = ''] = values;
  const wanted = unquoted(REVOKED);
  const empty = values.length === 1 && same(value, wanted);
  return judge(
    empty,
    empty
      ? { en: 'an empty key: the selector is retired', ja: '空の鍵（このセレクタは廃止済み）' }
      : listed(values.map(short)),
    {
      en: 'an empty key (p=), as the selector is retired',
      ja: '空の鍵（p=）。このセレクタは廃止済みのため',
    },
    environment.hostedZone.kind === 'elsewhere'
      ? putBack(
          { en: `${wanted} as the record of ${selector}`, ja: `${selector} のレコード ${wanted}` },
          environment.hostedZone,
        )
      : {
          en: `Put ${wanted} back as the record of ${selector}; a deploy sees no change that was made by hand.`,
          ja: `${selector} のレコードを ${wanted} に戻してください。手作業での変更はデプロイでは検出されません。`,
        },
  );
}

/** One TXT value, and of it each tag: a second value at a selector is an error for some verifiers, whatever it says. */
function readable(values: readonly string[], selector: string, { environment }: Inquiry): Finding {
  const { keySize } = environment.dkim;
  const expected = {
    en: `one RSA key of ${String(keySize)} bits`,
    ja: `${String(keySize)} ビットの RSA 鍵 1 つ`,
  };
  const next = putKeyBack(selector, environment);
  const [value = ''] = values;
  if (values.length !== 1) return fail(listed(values.map(short)), expected, next);
  const key = keyOf(value);
  const bits = bitsOf(key);
  if (bits === undefined)
    return fail(
      { en: `no key that can be read: ${short(value)}`, ja: `読める鍵がありません: ${short(value)}` },
      expected,
      next,
    );
  if (bits !== keySize)
    return fail({ en: `RSA, ${String(bits)} bits`, ja: `RSA、${String(bits)} ビット` }, expected, next);
  const wanted = `v=DKIM1; k=rsa; p=${key}`;
  const { more, missing } = difference(compact(value), wanted);
  const odd = [...more, ...missing].map(short).join('; ');
  return judge(
    odd === '',
    odd === ''
      ? { en: `RSA, ${String(bits)} bits`, ja: `RSA、${String(bits)} ビット` }
      : { en: `other tags than v=DKIM1; k=rsa; p=: ${odd}`, ja: `v=DKIM1; k=rsa; p= と異なるタグ: ${odd}` },
    expected,
    next,
  );
}

/** A key may be cut by spaces where it was pasted (RFC 6376 section 3.6.1): every verifier joins it. */
const compact = (value: string) => value.replace(/\bp=[^;]*/, (tag) => tag.replace(/\s+/g, ''));

function same(value: string, wanted: string): boolean {
  const { more, missing } = difference(value, wanted);
  return more.length + missing.length === 0;
}

export const dkimKey: Check = {
  id: 'dkim-key',
  of: 'domain',
  subject: ({ environment }) => ({
    en: `DKIM key of ${environment.domain}`,
    ja: `${environment.domain} の DKIM 鍵`,
  }),
  why: {
    en: 'A record with another key than the one that the deploy made verifies nothing.',
    ja: 'デプロイが作った鍵と違う鍵のレコードでは、署名を検証できません。',
  },
  needs: ['dkim-record'],
  async look(inquiry) {
    const { environment, facts } = inquiry;
    const expected = { en: 'the key that the deploy made', ja: 'デプロイが作った鍵' };
    const made = facts.dkim.value;
    if (made === undefined)
      return skip(facts.dkim.unknown ?? '', expected, {
        en: 'Run it with AWS credentials of the account.',
        ja: 'このアカウントの AWS 認証情報を使って実行してください。',
      });
    return Promise.all(
      environment.dkim.selectors.map(async (selector) => {
        const subject = nameOf(selector, inquiry);
        const wanted = keyOf(unquoted(made[selector] ?? ''));
        const [value = ''] = await recordsOf(selector, inquiry);
        const seen = keyOf(value);
        const next = putKeyBack(selector, environment);
        const words =
          seen === wanted
            ? { en: 'the same key', ja: '同じ鍵' }
            : { en: `another key: ${short(seen)}`, ja: `別の鍵: ${short(seen)}` };
        return { ...judge(seen !== '' && seen === wanted, words, expected, next), subject };
      }),
    );
  },
};

function putKeyBack(selector: string, environment: Inquiry['environment']): Said {
  const { name, domain, hostedZone } = environment;
  const record = `${selector}._domainkey.${domain}`;
  if (hostedZone.kind === 'elsewhere') return putBack(record, hostedZone);
  const parameter = dkimPublicParameter(namesOf(name), domain, selector);
  return {
    en: `Put the record of ${selector} back with the value of the parameter ${parameter}; a deploy sees no change that was made by hand.`,
    ja: `${selector} のレコードを、パラメーター ${parameter} の値に戻してください。手作業の変更にデプロイは気づきません。`,
  };
}

function nameOf(selector: string, { environment }: Inquiry): string {
  return `${selector}._domainkey.${environment.domain}`;
}

function recordsOf(selector: string, inquiry: Inquiry): Promise<readonly string[]> {
  return inquiry.lookup(nameOf(selector, inquiry), 'TXT');
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
