import { type Check, judge, putBack } from './check';
import { tagsOf } from './dkim';
import { listed } from './words';

export const dmarcRecord: Check = {
  id: 'dmarc-record',
  subject: ({ environment }) => `_dmarc.${environment.domain}`,
  why: {
    en: 'Gmail and Yahoo want a DMARC policy of who sends in bulk; without one anybody can borrow the domain.',
    ja: 'Gmail と Yahoo は、大量に送るドメインに DMARC ポリシーを求めます。ポリシーがなければ、誰でもドメインを騙れます。',
  },
  needs: ['delegation'],
  async look({ environment, lookup }) {
    const values = (await lookup(`_dmarc.${environment.domain}`, 'TXT')).filter((value) =>
      /^v=DMARC1\b/i.test(value),
    );
    const expected = {
      en: `one record, p=${environment.dmarc.policy}`,
      ja: `レコード 1 つ、p=${environment.dmarc.policy}`,
    };
    // Two records are none (RFC 9989).
    const policy = tagsOf(values[0] ?? '')
      .get('p')
      ?.toLowerCase();
    const next =
      values.length > 1
        ? {
            en: 'Delete the DMARC record that Kitte did not make: two count as none.',
            ja: 'Kitte が作ったものではない DMARC レコードを削除してください。2 つあると、ないものとして扱われます。',
          }
        : putBack({ en: 'the DMARC record', ja: 'DMARC レコード' });
    return judge(values.length === 1 && policy === environment.dmarc.policy, listed(values), expected, next);
  },
};
