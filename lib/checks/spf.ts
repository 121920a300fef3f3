import { spf as evaluate } from 'mailauth/lib/spf';
import { type Check, judge, listed, putBack, skip } from './check';
import { evaluatorResolver } from './evaluator';
import type { Inquiry } from './inquiry';

const WHY_NOT = 'Give --address, or mend the A record.';

export const spfRecord: Check = {
  id: 'spf-record',
  subject: ({ environment }) => `SPF record of ${environment.envelopeDomain}`,
  why: 'Two SPF records at a name are an error that counts as none (RFC 7208 section 4.5).',
  needs: ['delegation'],
  async look(inquiry) {
    const { envelopeDomain, hostName } = inquiry.environment;
    return Promise.all(
      [...new Set([envelopeDomain, hostName])].map(async (name) => {
        const seen = await spfRecordsAt(name, inquiry);
        const next =
          seen.length === 0
            ? putBack(`the SPF record of ${name}`)
            : `Merge them: put the other senders into spf.include or spf.ip4 of the config, deploy, and see that one record is left at ${name}.`;
        return {
          ...judge(seen.length === 1, listed(seen), 'one record', next),
          subject: `SPF record of ${name}`,
        };
      }),
    );
  },
};

export const spf: Check = {
  id: 'spf',
  subject: ({ environment }) => `SPF of ${environment.envelopeDomain} for the address`,
  why: 'Receivers ask the domain of the envelope sender whether this very address may send for it.',
  needs: ['spf-record'],
  look: (inquiry) => verdict(inquiry, `postmaster@${inquiry.environment.envelopeDomain}`),
};

export const spfGreeting: Check = {
  id: 'spf-greeting',
  subject: ({ environment }) => `SPF of ${environment.hostName}, the greeting`,
  why: 'Bounces have no envelope sender: receivers check the name in the greeting (RFC 7208 section 2.3).',
  needs: ['spf-record', 'address'],
  look: (inquiry) => verdict(inquiry, `postmaster@${inquiry.environment.hostName}`),
};

async function verdict(inquiry: Inquiry, sender: string) {
  const ip = await inquiry.address();
  if (ip === undefined) return skip('no address is known', 'pass', WHY_NOT);
  const { status } = await ask(inquiry, sender, ip);
  const next = putBack('the SPF record');
  return judge(status.result === 'pass', `${status.result} (${status.comment ?? ''})`, 'pass', next);
}

/** An address of nobody, for which no term matches: so every term is read and counted. */
const NOBODY = '192.0.2.254';

export const spfLookups: Check = {
  id: 'spf-lookups',
  subject: ({ environment }) => `SPF of ${environment.envelopeDomain}, lookups`,
  why: 'More than ten lookups are an error (RFC 7208 section 4.6.4), and a receiver then takes SPF as failed.',
  needs: ['spf-record'],
  async look(inquiry) {
    const sender = `postmaster@${inquiry.environment.envelopeDomain}`;
    const { lookups } = await ask(inquiry, sender, NOBODY, { maxResolveCount: 100, maxVoidCount: 100 });
    const count = lookups?.count ?? 0;
    const voids = lookups?.void ?? 0;
    const next = 'Take out an include of spf in the config, or put its networks into spf.ip4 in its place.';
    return judge(
      count <= 10 && voids <= 2,
      `${String(count)}, ${String(voids)} of them void`,
      'at most 10, 2 void',
      next,
    );
  },
};

function ask(inquiry: Inquiry, sender: string, ip: string, limits: object = {}) {
  return evaluate({
    sender,
    ip,
    helo: inquiry.environment.hostName,
    mta: 'kitte',
    resolver: evaluatorResolver(inquiry.lookup),
    ...limits,
  });
}

async function spfRecordsAt(name: string, { lookup }: Inquiry): Promise<readonly string[]> {
  return (await lookup(name, 'TXT')).filter((value) => /^v=spf1(?: |$)/i.test(value));
}
