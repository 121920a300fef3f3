import { fail, judge, pass, type Check } from './check';
import type { SmtpSeen } from './probe';
import { firstLine, offers, putOff, wordAfterCode } from './smtp-answer';
import type { Said } from './words';

const READ_THE_REPORT = {
  en: "Read the machine's report (runbook, Where to look first): submission stays closed until there is a certificate. Then look at the security group.",
  ja: 'マシンの報告を読んでください（runbook の「Where to look first」）。証明書が届くまで、サブミッションは閉じています。次にセキュリティグループを確認してください。',
};

const PUT_OFF = {
  en: 'It is not TLS: the server puts clients off, as it does while OpenDKIM is stopped. On the machine: systemctl status opendkim postfix; journalctl -u opendkim -u postfix -n 50. If OpenDKIM is stopped: systemctl start opendkim.',
  ja: 'TLS の問題ではありません。OpenDKIM が止まっている間などに、サーバーはこの一時エラーを返します。マシン上で次を実行してください。 systemctl status opendkim postfix; journalctl -u opendkim -u postfix -n 50 （OpenDKIM が止まっていれば systemctl start opendkim で起動してください。）',
};

export const implicitTls: Check = {
  id: 'implicit-tls',
  subject: () => ({ en: 'port 465, implicit TLS', ja: '465 番ポート、暗黙の TLS' }),
  why: {
    en: 'RFC 8314 prefers this port; programs that send through the server use it.',
    ja: 'RFC 8314 が勧めるポートで、このサーバーから送るプログラムが使います。',
  },
  look: async ({ smtp }) =>
    opened(
      await smtp({ port: 465, tls: 'implicit' }),
      { en: 'TLS, then 220', ja: 'TLS のあと 220' },
      READ_THE_REPORT,
    ),
};

export const startTls: Check = {
  id: 'starttls',
  subject: () => ({ en: 'port 587, STARTTLS', ja: '587 番ポート、STARTTLS' }),
  why: {
    en: 'Mail clients that know no implicit TLS start here, and must not go on in the clear.',
    ja: '暗黙の TLS を知らないメールクライアントはここから始めます。平文のまま続けさせてはいけません。',
  },
  async look({ smtp }) {
    const seen = await smtp({ port: 587, tls: 'starttls' });
    const next =
      seen.plainEhlo !== undefined && !offers(seen.plainEhlo, 'STARTTLS')
        ? {
            en: 'On the machine: postconf -P submission/inet/smtpd_tls_security_level=encrypt; postfix reload.',
            ja: 'マシン上で次を実行してください。 postconf -P submission/inet/smtpd_tls_security_level=encrypt; postfix reload',
          }
        : READ_THE_REPORT;
    return opened(seen, { en: 'STARTTLS, then TLS', ja: 'STARTTLS のあと TLS' }, next);
  },
};

function opened(seen: SmtpSeen, expected: Said, next: Said) {
  if (seen.tls !== undefined && seen.ehlo?.startsWith('250') === true)
    return pass(seen.tls.protocol, expected);
  const later = putOff(seen);
  if (later !== undefined) return fail(later, expected, PUT_OFF);
  return fail(seen.error ?? firstLine(seen.ehlo ?? seen.greeting ?? 'nothing'), expected, next);
}

export const greeting: Check = {
  id: 'greeting',
  subject: () => ({ en: 'the name in the greeting', ja: 'グリーティングの名前' }),
  why: {
    en: 'The server sends with the name that it greets with; it must be the one in A, PTR and certificate.',
    ja: 'サーバーはこの名前を名乗って送信します。A、PTR、証明書の名前と一致している必要があります。',
  },
  needs: ['starttls'],
  async look({ environment, smtp }) {
    const seen = await smtp({ port: 587, tls: 'starttls' });
    const names = [wordAfterCode(seen.greeting), wordAfterCode(seen.ehlo)];
    const good = names.every((name) => name.toLowerCase() === environment.hostName);
    return judge(good, [...new Set(names)].join(', '), environment.hostName, {
      en: `On the machine: postconf -e myhostname=${environment.hostName}; postconf -X smtpd_banner; postconf -PX submission/inet/myhostname; postfix reload.`,
      ja: `マシン上で次を実行してください。 postconf -e myhostname=${environment.hostName}; postconf -X smtpd_banner; postconf -PX submission/inet/myhostname; postfix reload`,
    });
  },
};

const PLAIN = 'AUTH PLAIN AGtpdHRlAGtpdHRl';

export const authUnderTls: Check = {
  id: 'auth-under-tls',
  subject: () => ({ en: 'a login only under TLS', ja: 'TLS の下だけでのログイン' }),
  why: {
    en: 'A password that is sent in the clear is read on its way and then sends spam.',
    ja: '平文で送られたパスワードは途中で盗み見られ、迷惑メールの送信に使われます。',
  },
  needs: ['starttls'],
  async look({ smtp }) {
    const [plain, secure] = await Promise.all([
      smtp({ port: 587, tls: 'none', commands: [PLAIN] }),
      smtp({ port: 587, tls: 'starttls' }),
    ]);
    const expected = { en: 'offered under TLS, refused before', ja: 'TLS の下で提供し、その前は拒否' };
    const next = {
      en: 'On the machine: postconf -e smtpd_tls_auth_only=yes; postconf -P submission/inet/smtpd_tls_security_level=encrypt; postfix reload. Then see postconf -Mf for what overrides it.',
      ja: 'マシン上で次を実行してください。 postconf -e smtpd_tls_auth_only=yes; postconf -P submission/inet/smtpd_tls_security_level=encrypt; postfix reload （次に postconf -Mf で、これを上書きする設定がないか確認してください。）',
    };
    const answer = plain.answers[0] ?? '';
    // 334 and 535 both mean that the server has read a password.
    if (offers(plain.plainEhlo ?? '', 'AUTH') || /^(?:334|235|535)/.test(answer))
      return fail(
        { en: `before TLS: ${firstLine(answer)}`, ja: `TLS の前: ${firstLine(answer)}` },
        expected,
        next,
      );
    if (!offers(secure.ehlo ?? '', 'AUTH'))
      return fail({ en: 'no AUTH under TLS', ja: 'TLS の下で AUTH がありません' }, expected, {
        en: 'On the machine: systemctl status dovecot postfix.',
        ja: 'マシン上で次を実行してください。 systemctl status dovecot postfix',
      });
    return pass(
      { en: `under TLS; before: ${firstLine(answer)}`, ja: `TLS の下で提供。その前: ${firstLine(answer)}` },
      expected,
    );
  },
};
