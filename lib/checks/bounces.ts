import { type Check, judge, listed, putBack, skip } from './check';
import { firstLine } from './submission';

const NO_MX = 'the config does not take mail in (mx: false)';
const SET_MX = 'Set mx: true in the config if bounces should come to this server.';

export const mx: Check = {
  id: 'mx',
  subject: ({ environment }) => `MX ${environment.envelopeDomain}`,
  why: 'Bounces go to the MX of the envelope domain; without one they are lost, and so is what they tell.',
  needs: ['delegation'],
  async look({ environment, lookup }) {
    const seen = await lookup(environment.envelopeDomain, 'MX');
    const expected = `10 ${environment.hostName}`;
    if (!environment.mx) return skip(NO_MX, expected, SET_MX);
    return judge(
      listed(seen) === expected,
      listed(seen),
      expected,
      `${putBack('the MX record')} Delete any other.`,
    );
  },
};

export const bounces: Check = {
  id: 'bounces',
  subject: () => 'port 25 takes a bounce',
  why: 'A bounce has the empty envelope sender, and postmaster must be reached (RFC 5321 section 4.5.1).',
  needs: ['mx'],
  async look({ environment, smtp }) {
    const expected = '250 for <> to postmaster';
    if (!environment.mx) return skip(NO_MX, expected, SET_MX);
    const commands = ['MAIL FROM:<>', `RCPT TO:<postmaster@${environment.envelopeDomain}>`, 'QUIT'];
    const { answers, error } = await smtp({ port: 25, tls: 'starttls', commands });
    const answer = answers[1] ?? answers[0] ?? error ?? 'nothing';
    return judge(
      answers[1]?.startsWith('250') === true,
      firstLine(answer),
      expected,
      'Try from another network: many block port 25. Then see that the security group opens it; on the machine: ss -ltn; journalctl -u postfix.',
    );
  },
};
