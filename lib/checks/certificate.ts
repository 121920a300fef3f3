import { X509Certificate } from 'node:crypto';

import { judge, skip, warn, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';
import type { TlsSeen } from './probe';

const DAY_MS = 86_400_000;
const SHORT_LIFE_DAYS = 10;

/**
 * How much of a certificate's life is left when certbot must have renewed it. certbot begins with a third left, or with half where
 * the life is under ten days, and tries twice a day; when a quarter of that time has passed, it has failed. The machine's own warning
 * (outlook.py) counts the same. https://eff-certbot.readthedocs.io/en/stable/using.html#renewing-certificates
 */
export function lateMs(lifeMs: number): number {
  return (lifeMs * 3) / 4 / (lifeMs < SHORT_LIFE_DAYS * DAY_MS ? 2 : 3);
}

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
    seen(inquiry, ({ nameProblem, chain }) => {
      const { hostName, hosts = [hostName] } = inquiry.environment;
      const others = hosts.filter((host) => host !== hostName);
      const missing = others.length === 0 ? [] : others.filter((host) => !isNamed(host, chain));
      const expected = [hostName, ...others].join(', ');
      const lacks = { en: `it lacks ${missing.join(', ')}`, ja: `${missing.join('、')} がありません` };
      return judge(
        nameProblem === undefined && missing.length === 0,
        nameProblem ?? (missing.length === 0 ? expected : lacks),
        expected,
        LOOK,
      );
    }),
};

function isNamed(host: string, [certificate]: TlsSeen['chain']): boolean {
  return certificate !== undefined && new X509Certificate(certificate).checkHost(host) !== undefined;
}

export const certificateDays: Check = {
  id: 'certificate-days',
  subject: () => ({ en: 'certificate, days left', ja: '証明書の残り日数' }),
  why: {
    en: 'On the day it ends, every client stops sending.',
    ja: '期限が切れた日から、どのクライアントも送信できなくなります。',
  },
  needs: ['implicit-tls'],
  look: (inquiry) =>
    seen(inquiry, ({ validFrom, validTo }) => {
      const left = validTo.getTime() - inquiry.now().getTime();
      const late = lateMs(validTo.getTime() - validFrom.getTime());
      const date = validTo.toISOString().slice(0, 10);
      const [days, least] = [left, late].map(inDays);
      const whole = String(Math.round((validTo.getTime() - validFrom.getTime()) / DAY_MS));
      const words = {
        en: `${days} days of ${whole}, to ${date}`,
        ja: `${whole} 日のうち残り ${days} 日（${date} まで）`,
      };
      const expected = { en: `${least} days or more`, ja: `${least} 日以上` };
      return left >= 0 && left < late ? warn(words, expected, LOOK) : judge(left >= 0, words, expected, LOOK);
    }),
};

/** Short lives need the tenths. */
function inDays(time: number): string {
  const days = time / DAY_MS;
  return String(Math.abs(days) < SHORT_LIFE_DAYS ? Math.floor(days * 10) / 10 : Math.floor(days));
}
