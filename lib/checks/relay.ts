import { fail, pass, skip, type Check } from './check';
import type { Inquiry } from './inquiry';
import type { SmtpVisit } from './probe';
import { firstLine } from './smtp-answer';

/** Names that nobody has (RFC 2606); the dialogue ends before any data. */
const COMMANDS = [
  'MAIL FROM:<kitte-doctor@example.org>',
  'RCPT TO:<kitte-doctor@example.net>',
  'RSET',
  'QUIT',
];

const VISITS: readonly SmtpVisit[] = [
  { port: 25, tls: 'none', commands: COMMANDS },
  { port: 465, tls: 'implicit', commands: COMMANDS },
  { port: 587, tls: 'starttls', commands: COMMANDS },
];

export const openRelay: Check = {
  id: 'open-relay',
  subject: () => ({ en: 'relaying without a login', ja: 'ログインなしの中継' }),
  why: {
    en: 'A server that relays for strangers is found within hours, sends spam and is listed everywhere.',
    ja: '誰のメールでも中継するサーバーは、数時間で見つかって迷惑メールに使われ、あらゆるブロックリストに載ります。',
  },
  async look({ smtp }: Inquiry) {
    const seen = await Promise.all(
      VISITS.map(async (visit) => ({ port: visit.port, ...(await smtp(visit)) })),
    );
    const open = seen.filter(
      ({ answers }) => answers.slice(0, 2).length === 2 && answers.slice(0, 2).every(isYes),
    );
    const words = seen.map(({ port, answers, error }) => {
      const refusal = answers.slice(0, 2).find((answer) => !isYes(answer));
      return `${String(port)}: ${refusal === undefined ? (error ?? 'relays') : firstLine(refusal)}`;
    });
    const expected = { en: 'refused on 25, 465 and 587', ja: '25、465、587 で拒否' };
    if (seen.every(({ greeting }) => greeting === undefined))
      return skip({ en: 'no port answers', ja: 'どのポートも応答しません' }, expected, {
        en: 'Mend implicit-tls and starttls first.',
        ja: '先に implicit-tls と starttls を直してください。',
      });
    if (open.length === 0) return pass(words.join('; '), expected);
    return fail(
      {
        en: `relays on ${open.map(({ port }) => String(port)).join(', ')}`,
        ja: `${open.map(({ port }) => String(port)).join(', ')} 番ポートで中継します`,
      },
      expected,
      {
        en: 'Stop it now: on the machine, systemctl stop postfix. postconf -Mf and postconf -n show smtpd_relay_restrictions and smtpd_client_restrictions: strangers must be rejected.',
        ja: '今すぐ止めてください。マシン上で systemctl stop postfix を実行します。postconf -Mf と postconf -n で smtpd_relay_restrictions と smtpd_client_restrictions を確認し、外部からの中継を拒否する設定に戻してください。',
      },
    );
  },
};

const isYes = (answer: string) => answer.startsWith('2');
