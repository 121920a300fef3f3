import { judge, skip, type Check } from './check';
import { firstLine } from './smtp-answer';

export const login: Check = {
  id: 'login',
  subject: () => ({ en: 'the stored login', ja: '保存されたログイン' }),
  why: {
    en: 'The password in the secret must be the one that the server knows.',
    ja: 'シークレットのパスワードと、サーバーが知るパスワードは一致している必要があります。',
  },
  needs: ['implicit-tls', 'starttls'],
  async look({ facts, smtp }) {
    const known = facts.login.value;
    const expected = { en: '235 on 465 and 587', ja: '465 と 587 の両方で 235' };
    if (known === undefined)
      return skip(facts.login.unknown ?? '', expected, {
        en: 'Give --login, with AWS credentials that may read the secret.',
        ja: 'シークレットを読める AWS 認証情報とともに、--login を指定してください。',
      });
    const plain = Buffer.from(`\0${known.login}\0${known.password}`).toString('base64');
    const commands = [`AUTH PLAIN ${plain}`, 'QUIT'];
    const seen = await Promise.all([
      smtp({ port: 465, tls: 'implicit', commands }),
      smtp({ port: 587, tls: 'starttls', commands }),
    ]);
    const answers = seen.map(({ answers, error }) => firstLine(answers[0] ?? error ?? 'nothing'));
    return judge(
      answers.every((answer) => answer.startsWith('235')),
      [...new Set(answers)].join('; '),
      expected,
      {
        en: 'Wait five minutes: a changed secret arrives by itself. Then on the machine: journalctl -u kitte-sync -u dovecot.',
        ja: '5 分待ってください。シークレットの変更は自動で届きます。届かなければ、マシン上で次を実行してください。 journalctl -u kitte-sync -u dovecot',
      },
    );
  },
};
