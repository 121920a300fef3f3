import { NO_MX, SET_MX } from './bounces';
import { fail, pass, skip, warn, type Check } from './check';
import { TRY_ANOTHER, validates } from './dnssec';
import type { Inquiry } from './inquiry';
import { wordsOf } from './probe';
import { fits, fitting, isUsable, tlsaOf } from './tlsa';
import type { Said } from './words';

const EXPECTED: Said = {
  en: 'no TLSA record, or one that fits the certificate in use',
  ja: 'TLSA レコードなし、または使用中の証明書と一致',
};

const nameOf = ({ environment }: Inquiry) => `_25._tcp.${environment.hostName}`;

/** Kitte makes no TLSA record; who made one must keep it. */
export const dane: Check = {
  id: 'dane',
  subject: (inquiry) => `TLSA ${nameOf(inquiry)}`,
  why: {
    en: 'Who sends here and knows DANE delivers nothing to a server whose certificate fits none of the records (RFC 7672).',
    ja: 'DANE に対応した送信側は、証明書がどの TLSA レコードとも一致しないサーバーには何も配送しません (RFC 7672)。',
  },
  needs: ['dnssec', 'bounces'],
  async look(inquiry) {
    if (!inquiry.environment.mx) return skip(NO_MX, EXPECTED, SET_MX);
    try {
      const name = nameOf(inquiry);
      const { values, authentic } = await inquiry.secure(name, 'TLSA');
      if (values.length === 0)
        return pass({ en: 'none, by which nothing is lost', ja: 'なし（支障はありません）' }, EXPECTED);
      if (authentic) return await judged(values, inquiry);
      return (await validates(inquiry.secure))
        ? warn(
            { en: 'a TLSA record in a zone that is not signed', ja: '署名のないゾーンの TLSA レコード' },
            EXPECTED,
            {
              en: `Sign the zone (Route 53, DNSSEC signing, then the DS record at the registrar), or delete ${name}: without signatures nobody heeds it.`,
              ja: `ゾーンに署名する（Route 53 の DNSSEC 署名を有効にし、レジストラに DS を登録する）か、${name} を削除してください。署名がなければ誰も参照しません。`,
            },
          )
        : skip({ en: 'the resolver does not validate', ja: 'リゾルバが検証しません' }, EXPECTED, TRY_ANOTHER);
    } catch (error) {
      return skip(wordsOf(error), EXPECTED, TRY_ANOTHER);
    }
  },
};

async function judged(values: readonly string[], inquiry: Inquiry) {
  const { tls } = await inquiry.smtp({ port: 25, tls: 'starttls' });
  const [leaf] = tls?.chain ?? [];
  if (tls === undefined || leaf === undefined)
    return fail({ en: 'no TLS on port 25', ja: '25 番ポートで TLS が使えません' }, EXPECTED, {
      en: 'On the machine: postconf -n smtpd_tls_security_level; journalctl -u postfix.',
      ja: 'マシン上で次を実行してください。 postconf -n smtpd_tls_security_level; journalctl -u postfix',
    });
  const records = values.map(tlsaOf);
  const put = {
    en: `Put "${fitting(leaf)}" beside the others at ${nameOf(inquiry)}, and take those away that fit nothing. Each renewal has a new key (runbook).`,
    ja: `${nameOf(inquiry)} に "${fitting(leaf)}" を追加し、どれにも一致しないレコードを削除してください。鍵は更新のたびに変わります（runbook 参照）。`,
  };
  if (!records.some(isUsable))
    return warn(
      {
        en: `none that counts for mail: ${short(values)}`,
        ja: `メールで有効なものがありません: ${short(values)}`,
      },
      EXPECTED,
      put,
    );
  return records.some((record) => fits(record, tls.chain, tls.nameProblem === undefined))
    ? pass({ en: `fits: ${short(values)}`, ja: `一致: ${short(values)}` }, EXPECTED)
    : fail({ en: `fits nothing: ${short(values)}`, ja: `一致なし: ${short(values)}` }, EXPECTED, put);
}

const short = (values: readonly string[]) =>
  values.map((value) => (value.length > 30 ? `${value.slice(0, 27)}...` : value)).join(', ');
