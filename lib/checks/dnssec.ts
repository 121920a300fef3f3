import { fail, pass, skip, type Check } from './check';
import { wordsOf, type SecureLookup } from './probe';
import type { Said } from './words';

const EXPECTED: Said = { en: 'not signed, or signed and valid', ja: '署名なし、または署名が有効' };

/** Of a resolver that does not validate, nothing can be learnt about what those see that do. */
export const TRY_ANOTHER: Said = {
  en: 'Give --resolver with one that validates and answers over TCP, such as 1.1.1.1.',
  ja: '検証を行い TCP で応答するリゾルバを --resolver で指定してください（例: 1.1.1.1）。',
};

export const dnssec: Check = {
  id: 'dnssec',
  of: 'zone',
  subject: ({ environment }) => ({
    en: `DNSSEC of ${environment.hostedZone.name}`,
    ja: `${environment.hostedZone.name} の DNSSEC`,
  }),
  why: {
    en: 'Where the parent vouches for a key that does not sign the zone, validating receivers find no record of it at all and refuse the mail.',
    ja: '親ゾーンの DS が実際の署名鍵と合わないと、検証する受信側からはレコードが一切見えず、メールは拒否されます。',
  },
  async look({ environment, secure }) {
    const zone = environment.hostedZone.name;
    try {
      const [ds, soa] = await Promise.all([secure(zone, 'DS'), secure(zone, 'SOA')]);
      if (ds.code === 'SERVFAIL' || soa.code === 'SERVFAIL') {
        const unchecked = await secure(zone, 'SOA', 'unchecked');
        // With neither it is no matter of signatures: other rows say what.
        return unchecked.values.length === 0
          ? skip(
              { en: `the resolver says ${soa.code}`, ja: `リゾルバの応答は ${soa.code} です` },
              EXPECTED,
              TRY_ANOTHER,
            )
          : fail(
              { en: 'bogus: the signatures do not hold', ja: '不正（bogus）: 署名を検証できません' },
              EXPECTED,
              {
                en: `Compare the DS record at the registrar with that of the hosted zone (Route 53, DNSSEC signing) and set the one of ${zone} right, or delete it: without a DS record the zone is unsigned, and is found again. https://dnsviz.net/d/${zone}/dnssec/ shows where it breaks.`,
                ja: `レジストラの DS レコードを、ホストゾーンの DS（Route 53 の DNSSEC 署名）と比べ、${zone} のものを正しく設定するか、削除してください。DS がなければ署名なしのゾーンとして再び見つかります。どこで壊れているかは https://dnsviz.net/d/${zone}/dnssec/ で確認できます。`,
              },
            );
      }
      if (ds.values.length === 0)
        return pass(
          { en: 'not signed, by which nothing is lost', ja: '署名なし（支障はありません）' },
          EXPECTED,
        );
      if (soa.authentic) return pass({ en: 'signed and valid', ja: '署名あり、有効' }, EXPECTED);
      return (await validates(secure))
        ? pass(
            { en: 'signed, but the zone above is not', ja: '署名あり、ただし上位ゾーンは署名なし' },
            EXPECTED,
          )
        : skip(
            {
              en: 'signed, and the resolver does not validate',
              ja: '署名あり、ただしリゾルバが検証しません',
            },
            EXPECTED,
            TRY_ANOTHER,
          );
    } catch (error) {
      return skip(wordsOf(error), EXPECTED, TRY_ANOTHER);
    }
  },
};

/** The root is signed. */
export async function validates(secure: SecureLookup): Promise<boolean> {
  return (await secure('.', 'SOA')).authentic;
}
