import { createPublicKey } from 'node:crypto';
import { dkimPublicParameter, namesOf } from '../config/names';
import { fail, judge, skip, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';
import { listed, type Said } from './words';

export const dkimRecord: Check = {
  id: 'dkim-record',
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

function revoked(values: readonly string[], selector: string): Finding {
  const empty = values.length === 1 && tagsOf(values[0] ?? '').get('p') === '';
  return judge(
    empty,
    empty
      ? { en: 'an empty key: the selector is retired', ja: '空の鍵（このセレクタは廃止済み）' }
      : listed(values.map(short)),
    {
      en: 'an empty key (p=), as the selector is retired',
      ja: '空の鍵（p=）。このセレクタは廃止済みのため',
    },
    {
      en: `Put v=DKIM1; k=rsa; p= back as the record of ${selector}; a deploy sees no change that was made by hand.`,
      ja: `${selector} のレコードを v=DKIM1; k=rsa; p= に戻してください。手作業での変更はデプロイでは検出されません。`,
    },
  );
}

function readable(values: readonly string[], selector: string, { environment }: Inquiry): Finding {
  const { keySize } = environment.dkim;
  const expected = {
    en: `one RSA key of ${String(keySize)} bits`,
    ja: `${String(keySize)} ビットの RSA 鍵 1 つ`,
  };
  const next = putKeyBack(selector, environment);
  if (values.length !== 1) return fail(listed(values.map(short)), expected, next);
  const tags = tagsOf(values[0] ?? '');
  if ((tags.get('v') ?? 'DKIM1') !== 'DKIM1' || (tags.get('k') ?? 'rsa') !== 'rsa')
    return fail(short(values[0] ?? ''), expected, next);
  const bits = bitsOf(tags.get('p') ?? '');
  if (bits === undefined)
    return fail(
      {
        en: `no key that can be read: ${short(values[0] ?? '')}`,
        ja: `読める鍵がありません: ${short(values[0] ?? '')}`,
      },
      expected,
      next,
    );
  return judge(
    bits === keySize,
    { en: `RSA, ${String(bits)} bits`, ja: `RSA、${String(bits)} ビット` },
    expected,
    next,
  );
}

export const dkimKey: Check = {
  id: 'dkim-key',
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
  const parameter = dkimPublicParameter(namesOf(environment.name), environment.domain, selector);
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
