import { type Check, judge, listed, putBack } from './check';
import { tagsOf } from './dkim';

export const dmarcRecord: Check = {
  id: 'dmarc-record',
  subject: ({ environment }) => `_dmarc.${environment.domain}`,
  why: 'Gmail and Yahoo want a DMARC policy of who sends in bulk; without one anybody can borrow the domain.',
  needs: ['delegation'],
  async look({ environment, lookup }) {
    const values = (await lookup(`_dmarc.${environment.domain}`, 'TXT')).filter((value) =>
      /^v=DMARC1\b/i.test(value),
    );
    const expected = `one record, p=${environment.dmarc.policy}`;
    // Two records are none (RFC 9989).
    const policy = tagsOf(values[0] ?? '')
      .get('p')
      ?.toLowerCase();
    const next =
      values.length > 1
        ? 'Delete the DMARC record that Kitte did not make: two count as none.'
        : putBack('the DMARC record');
    return judge(values.length === 1 && policy === environment.dmarc.policy, listed(values), expected, next);
  },
};
