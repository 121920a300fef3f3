import { judge, skip, type Check } from './check';
import { firstLine } from './submission';

export const login: Check = {
  id: 'login',
  subject: () => 'the stored login',
  why: 'The password in the secret must be the one that the server knows.',
  needs: ['implicit-tls', 'starttls'],
  async look({ facts, smtp }) {
    const known = facts.login.value;
    const expected = '235 on 465 and 587';
    if (known === undefined)
      return skip(
        facts.login.unknown ?? '',
        expected,
        'Give --login, with AWS credentials that may read the secret.',
      );
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
      'Wait five minutes: a changed secret arrives by itself. Then on the machine: journalctl -u kitte-sync -u dovecot.',
    );
  },
};
