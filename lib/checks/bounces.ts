import { type Check, judge, skip } from './check';
import { firstLine } from './smtp-answer';

export const NO_MX = {
  en: 'the config does not take mail in (mx: false)',
  ja: 'この設定ではメールを受け取りません (mx: false)',
};
export const SET_MX = {
  en: 'Set mx: true in the config if bounces should come to this server.',
  ja: 'バウンスをこのサーバーで受け取るには、設定に mx: true を書いてください。',
};

export const bounces: Check = {
  id: 'bounces',
  of: 'domain',
  subject: () => ({ en: 'port 25 takes a bounce', ja: '25 番ポートでのバウンスの受信' }),
  why: {
    en: 'A bounce has the empty envelope sender, and postmaster must be reached (RFC 5321 section 4.5.1).',
    ja: 'バウンスのエンベロープ送信者は空です。また、postmaster は必ず届く必要があります (RFC 5321 4.5.1)。',
  },
  needs: ['mx'],
  async look({ environment, smtp }) {
    const expected = { en: '250 for <> to postmaster', ja: '<> から postmaster 宛てに 250' };
    if (!environment.mx) return skip(NO_MX, expected, SET_MX);
    const commands = ['MAIL FROM:<>', `RCPT TO:<postmaster@${environment.envelopeDomain}>`, 'QUIT'];
    const { answers, error } = await smtp({ port: 25, tls: 'starttls', commands });
    const answer = answers[1] ?? answers[0] ?? error ?? 'nothing';
    return judge(answers[1]?.startsWith('250') === true, firstLine(answer), expected, {
      en: 'Try from another network: many block port 25. Then see that the security group opens it; on the machine: ss -ltn; journalctl -u postfix.',
      ja: '別のネットワークから試してください。25 番ポートを塞ぐネットワークは多くあります。次に、セキュリティグループで開いていることを確認し、マシン上で次を実行してください。 ss -ltn; journalctl -u postfix',
    });
  },
};
