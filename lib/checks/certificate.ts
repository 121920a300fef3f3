import { judge, skip, warn, type Check, type Finding } from './check';
import type { Inquiry } from './inquiry';
import type { TlsSeen } from './probe';

const DAY_MS = 86_400_000;
/** certbot renews a 90-day certificate when 30 days are left: three weeks before its end something is wrong. */
const LATE_DAYS = 21;

const LOOK =
  'On the machine: certbot certificates; journalctl -u certbot; tail /var/log/letsencrypt/letsencrypt.log.';

async function seen({ smtp }: Inquiry, judged: (tls: TlsSeen) => Finding): Promise<Finding> {
  const { tls } = await smtp({ port: 465, tls: 'implicit' });
  return tls === undefined
    ? skip('no TLS on port 465', 'a certificate', 'Mend implicit-tls first.')
    : judged(tls);
}

export const certificateChain: Check = {
  id: 'certificate-chain',
  subject: () => 'certificate, chain',
  why: 'A client that does not trust the authority, or misses a link to it, refuses to send.',
  needs: ['implicit-tls'],
  look: (inquiry) =>
    seen(inquiry, ({ chainProblem, issuer }) =>
      judge(
        // Its age is a row of its own.
        chainProblem === undefined || chainProblem === 'CERT_HAS_EXPIRED',
        chainProblem === undefined ? `trusted, by ${issuer}` : `${chainProblem}, by ${issuer}`,
        'trusted',
        LOOK,
      ),
    ),
};

export const certificateName: Check = {
  id: 'certificate-name',
  subject: () => 'certificate, name',
  why: 'Clients compare the name that they connect to with the certificate.',
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
  subject: () => 'certificate, days left',
  why: 'On the day it ends, every client stops sending.',
  needs: ['implicit-tls'],
  look: (inquiry) =>
    seen(inquiry, ({ validTo }) => {
      const days = Math.floor((validTo.getTime() - inquiry.now().getTime()) / DAY_MS);
      const words = `${String(days)} days, to ${validTo.toISOString().slice(0, 10)}`;
      const expected = `${String(LATE_DAYS)} days or more`;
      return days >= 0 && days < LATE_DAYS
        ? warn(words, expected, LOOK)
        : judge(days >= 0, words, expected, LOOK);
    }),
};
