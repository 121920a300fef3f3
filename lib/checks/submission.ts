import { fail, judge, pass, type Check } from './check';
import type { SmtpSeen } from './probe';

const READ_THE_REPORT =
  "Read the machine's report (runbook, Where to look first): submission stays closed until there is a certificate. Then look at the security group.";

export const implicitTls: Check = {
  id: 'implicit-tls',
  subject: () => 'port 465, implicit TLS',
  why: 'RFC 8314 prefers this port; programs that send through the server use it.',
  look: async ({ smtp }) =>
    opened(await smtp({ port: 465, tls: 'implicit' }), 'TLS, then 220', READ_THE_REPORT),
};

export const startTls: Check = {
  id: 'starttls',
  subject: () => 'port 587, STARTTLS',
  why: 'Mail clients that know no implicit TLS start here, and must not go on in the clear.',
  async look({ smtp }) {
    const seen = await smtp({ port: 587, tls: 'starttls' });
    const next =
      seen.plainEhlo !== undefined && !offers(seen.plainEhlo, 'STARTTLS')
        ? 'On the machine: postconf -P submission/inet/smtpd_tls_security_level=encrypt; postfix reload.'
        : READ_THE_REPORT;
    return opened(seen, 'STARTTLS, then TLS', next);
  },
};

function opened(seen: SmtpSeen, expected: string, next: string) {
  if (seen.tls !== undefined && seen.ehlo?.startsWith('250') === true)
    return pass(seen.tls.protocol, expected);
  return fail(seen.error ?? firstLine(seen.ehlo ?? seen.greeting ?? 'nothing'), expected, next);
}

export const greeting: Check = {
  id: 'greeting',
  subject: () => 'the name in the greeting',
  why: 'The server sends with the name that it greets with; it must be the one in A, PTR and certificate.',
  needs: ['starttls'],
  async look({ environment, smtp }) {
    const seen = await smtp({ port: 587, tls: 'starttls' });
    const names = [wordAfterCode(seen.greeting), wordAfterCode(seen.ehlo)];
    const good = names.every((name) => name.toLowerCase() === environment.hostName);
    return judge(
      good,
      [...new Set(names)].join(', '),
      environment.hostName,
      `On the machine: postconf -e myhostname=${environment.hostName}; postconf -X smtpd_banner; postconf -PX submission/inet/myhostname; postfix reload.`,
    );
  },
};

const PLAIN = 'AUTH PLAIN AGtpdHRlAGtpdHRl';

export const authUnderTls: Check = {
  id: 'auth-under-tls',
  subject: () => 'a login only under TLS',
  why: 'A password that is sent in the clear is read on its way and then sends spam.',
  needs: ['starttls'],
  async look({ smtp }) {
    const [plain, secure] = await Promise.all([
      smtp({ port: 587, tls: 'none', commands: [PLAIN] }),
      smtp({ port: 587, tls: 'starttls' }),
    ]);
    const expected = 'offered under TLS, refused before';
    const next =
      'On the machine: postconf -e smtpd_tls_auth_only=yes; postconf -P submission/inet/smtpd_tls_security_level=encrypt; postfix reload. Then see postconf -Mf for what overrides it.';
    const answer = plain.answers[0] ?? '';
    // 334 and 535 both mean that the server has read a password.
    if (offers(plain.plainEhlo ?? '', 'AUTH') || /^(?:334|235|535)/.test(answer))
      return fail(`before TLS: ${firstLine(answer)}`, expected, next);
    if (!offers(secure.ehlo ?? '', 'AUTH'))
      return fail('no AUTH under TLS', expected, 'On the machine: systemctl status dovecot postfix.');
    return pass(`under TLS; before: ${firstLine(answer)}`, expected);
  },
};

export function offers(ehlo: string, keyword: string): boolean {
  return ehlo.split('\n').some((line) => new RegExp(`^250[ -]${keyword}(?:[ =]|$)`, 'i').test(line));
}

export const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

const wordAfterCode = (answer = '') => /^\d{3}[ -](\S+)/.exec(answer)?.[1] ?? 'nothing';
