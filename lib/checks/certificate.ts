import { judge, skip, warn, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';
import type { TlsSeen } from './probe';

const DAY_MS = 86_400_000;
/** certbot renews a 90-day certificate when 30 days are left: three weeks before its end something is wrong. */
const LATE_DAYS = 21;

const LOOK = {
  en: 'On the machine: certbot certificates; journalctl -u certbot; tail /var/log/letsencrypt/letsencrypt.log.',
  ja: 'マシン上で次を実行してください。 certbot certificates; journalctl -u certbot; tail /var/log/letsencrypt/letsencrypt.log',
};

async function seen({ smtp }: Inquiry, judged: (tls: TlsSeen) => Finding): Promise<Finding> {
  const { tls } = await smtp({ port: 465, tls: 'implicit' });
  return tls === undefined
    ? skip(
        { en: 'no TLS on port 465', ja: '465 番ポートで TLS が使えません' },
        { en: 'a certificate', ja: '証明書' },
        { en: 'Mend implicit-tls first.', ja: '先に implicit-tls を直してください。' },
      )
    : judged(tls);
}

export const certificateChain: Check = {
  id: 'certificate-chain',
  subject: () => ({ en: 'certificate, chain', ja: '証明書のチェーン' }),
  why: {
    en: 'A client that does not trust the authority, or misses a link to it, refuses to send.',
    ja: '認証局を信頼しないクライアントや、中間証明書が足りないクライアントは、送信をやめます。',
  },
  needs: ['implicit-tls'],
  look: (inquiry) =>
    seen(inquiry, ({ chainProblem, issuer }) =>
      judge(
        // Its age is a row of its own.
        chainProblem === undefined || chainProblem === 'CERT_HAS_EXPIRED',
        chainProblem === undefined
          ? { en: `trusted, by ${issuer}`, ja: `信頼済み（発行者: ${issuer}）` }
          : { en: `${chainProblem}, by ${issuer}`, ja: `${chainProblem}（発行者: ${issuer}）` },
        { en: 'trusted', ja: '信頼できること' },
        LOOK,
      ),
    ),
};

export const certificateName: Check = {
  id: 'certificate-name',
  subject: () => ({ en: 'certificate, name', ja: '証明書の名前' }),
  why: {
    en: 'Clients compare the name that they connect to with the certificate.',
    ja: 'クライアントは、接続先の名前と証明書の名前を照合します。',
  },
  needs: ['implicit-tls'],
  look: (inquiry) =>
    seen(inquiry, ({ nameProblem }) =>
      judge(
        nameProblem === undefined,
        nameProblem ?? inquiry.environment.hostName,
        inquiry.environment.hostName,
        LOOK,
      ),
    ),
};

export const certificateDays: Check = {
  id: 'certificate-days',
  subject: () => ({ en: 'certificate, days left', ja: '証明書の残り日数' }),
  why: {
    en: 'On the day it ends, every client stops sending.',
    ja: '期限が切れた日から、どのクライアントも送信できなくなります。',
  },
  needs: ['implicit-tls'],
  look: (inquiry) =>
    seen(inquiry, ({ validTo }) => {
      const days = Math.floor((validTo.getTime() - inquiry.now().getTime()) / DAY_MS);
      const words = {
        en: `${String(days)} days, to ${validTo.toISOString().slice(0, 10)}`,
        ja: `${String(days)} 日（${validTo.toISOString().slice(0, 10)} まで）`,
      };
      const expected = { en: `${String(LATE_DAYS)} days or more`, ja: `${String(LATE_DAYS)} 日以上` };
      return days >= 0 && days < LATE_DAYS
        ? warn(words, expected, LOOK)
        : judge(days >= 0, words, expected, LOOK);
    }),
};
