import { policyWarnings } from '../config/warnings';
import { dmarcValue } from '../dns/dmarc';
import { fail, judge, pass, putBack, warn, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';
import { difference } from './tags';
import { listed, type Said } from './words';

/** Tags that no policy hangs on: defaults written out, and where or how reports are asked for. */
const HARMLESS = /^(?:adkim=r|aspf=r|pct=100|t=n|psd=[nu]|rf=\S*|ri=\d+|fo=\S*|rua=\S+|ruf=\S+)$/;

export const dmarcRecord: Check = {
  id: 'dmarc-record',
  of: 'domain',
  subject: ({ environment }) => `_dmarc.${environment.domain}`,
  why: {
    en: 'Gmail and Yahoo want a DMARC policy of who sends in bulk; without one anybody can borrow the domain.',
    ja: 'Gmail と Yahoo は、大量に送るドメインに DMARC ポリシーを求めます。ポリシーがなければ、誰でもドメインを騙れます。',
  },
  needs: ['delegation'],
  async look({ environment, lookup }) {
    const values = await lookup(`_dmarc.${environment.domain}`, 'TXT');
    const found = judged(values, environment);
    const warnings = policyWarnings(environment).map(({ path, received, what, remedy }) => ({
      ...warn({ en: `${received}: ${what.en}`, ja: `${received}: ${what.ja}` }, NOTHING_IN_VAIN, remedy),
      subject: path,
    }));
    return [found, ...warnings];
  },
};

const NOTHING_IN_VAIN: Said = {
  en: 'a setting that receivers read',
  ja: '受信側が読む設定であること',
};

/** Two records are none (RFC 9989), and some verifiers read no other TXT value beside the one. */
function judged(values: readonly string[], { dmarc, hostedZone }: Inquiry['environment']): Finding {
  const wanted = dmarcValue(dmarc);
  const back = putBack({ en: 'the DMARC record', ja: 'DMARC レコード' }, hostedZone);
  if (values.length === 0) return fail(listed(values), wanted, back);
  if (values.length > 1)
    return fail(listed(values), wanted, {
      en: 'Delete the DMARC record that Kitte did not make: two count as none, and some verifiers read nothing beside another TXT value.',
      ja: 'Kitte が作ったものではない DMARC レコードを削除してください。2 つあると、ないものとして扱われます。ほかの TXT 値と並ぶと読まない検証ソフトもあります。',
    });
  const [value = ''] = values;
  const { more, missing } = difference(value, wanted);
  if (more.length + missing.length === 0) return pass(value, wanted);
  const onlyReports = missing.length === 0 && more.every((part) => HARMLESS.test(part));
  if (!onlyReports) return judge(false, value, wanted, back);
  return warn(value, wanted, {
    en: `Take ${more.join('; ')} out of the record, or give what it says in dmarc of the config and deploy: a deploy that changes the record drops it.`,
    ja: `${more.join('; ')} をレコードから外すか、その内容を設定の dmarc に書いてデプロイしてください。レコードを変更するデプロイで失われます。`,
  });
}
