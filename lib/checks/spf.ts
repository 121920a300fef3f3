import { spf as evaluate } from 'mailauth/lib/spf';
import { type Check, judge, putBack, skip } from './check';
import { evaluatorResolver } from './evaluator';
import type { Inquiry } from './inquiry';
import { listed } from './words';

const WHY_NOT = {
  en: 'Give --address, or mend the A record.',
  ja: '--address を指定するか、A レコードを直してください。',
};

export const spfRecord: Check = {
  id: 'spf-record',
  subject: ({ environment }) => ({
    en: `SPF record of ${environment.envelopeDomain}`,
    ja: `${environment.envelopeDomain} の SPF レコード`,
  }),
  why: {
    en: 'Two SPF records at a name are an error that counts as none (RFC 7208 section 4.5).',
    ja: '同じ名前に SPF レコードが 2 つあるとエラーになり、ないものとして扱われます (RFC 7208 4.5)。',
  },
  needs: ['delegation'],
  async look(inquiry) {
    const { envelopeDomain, hostName } = inquiry.environment;
    return Promise.all(
      [...new Set([envelopeDomain, hostName])].map(async (name) => {
        const seen = await spfRecordsAt(name, inquiry);
        const next =
          seen.length === 0
            ? putBack({ en: `the SPF record of ${name}`, ja: `${name} の SPF レコード` })
            : {
                en: `Merge them: put the other senders into spf.include or spf.ip4 of the config, deploy, and see that one record is left at ${name}.`,
                ja: `1 つにまとめてください。ほかの送信元を設定の spf.include か spf.ip4 に書いてデプロイし、${name} のレコードが 1 つになったことを確認してください。`,
              };
        return {
          ...judge(seen.length === 1, listed(seen), { en: 'one record', ja: 'レコード 1 つ' }, next),
          subject: { en: `SPF record of ${name}`, ja: `${name} の SPF レコード` },
        };
      }),
    );
  },
};

export const spf: Check = {
  id: 'spf',
  subject: ({ environment }) => ({
    en: `SPF of ${environment.envelopeDomain} for the address`,
    ja: `このアドレスに対する ${environment.envelopeDomain} の SPF`,
  }),
  why: {
    en: 'Receivers ask the domain of the envelope sender whether this very address may send for it.',
    ja: '受信側は、エンベロープ送信者のドメインに、このアドレスからの送信を許すかを問い合わせます。',
  },
  needs: ['spf-record'],
  look: (inquiry) => verdict(inquiry, `postmaster@${inquiry.environment.envelopeDomain}`),
};

export const spfGreeting: Check = {
  id: 'spf-greeting',
  subject: ({ environment }) => ({
    en: `SPF of ${environment.hostName}, the greeting`,
    ja: `EHLO の名前 ${environment.hostName} の SPF`,
  }),
  why: {
    en: 'Bounces have no envelope sender: receivers check the name in the greeting (RFC 7208 section 2.3).',
    ja: 'バウンスにはエンベロープ送信者がないため、受信側は EHLO の名前を調べます (RFC 7208 2.3)。',
  },
  needs: ['spf-record', 'address'],
  look: (inquiry) => verdict(inquiry, `postmaster@${inquiry.environment.hostName}`),
};

async function verdict(inquiry: Inquiry, sender: string) {
  const ip = await inquiry.address();
  if (ip === undefined)
    return skip({ en: 'no address is known', ja: 'アドレスがわかりません' }, 'pass', WHY_NOT);
  const { status } = await ask(inquiry, sender, ip);
  const next = putBack({ en: 'the SPF record', ja: 'SPF レコード' });
  return judge(status.result === 'pass', `${status.result} (${status.comment ?? ''})`, 'pass', next);
}

/** An address of nobody, for which no term matches: so every term is read and counted. */
const NOBODY = '192.0.2.254';

export const spfLookups: Check = {
  id: 'spf-lookups',
  subject: ({ environment }) => ({
    en: `SPF of ${environment.envelopeDomain}, lookups`,
    ja: `${environment.envelopeDomain} の SPF の参照回数`,
  }),
  why: {
    en: 'More than ten lookups are an error (RFC 7208 section 4.6.4), and a receiver then takes SPF as failed.',
    ja: '参照が 10 回を超えるとエラーになり (RFC 7208 4.6.4)、SPF は失敗とみなされます。',
  },
  needs: ['spf-record'],
  async look(inquiry) {
    const sender = `postmaster@${inquiry.environment.envelopeDomain}`;
    const { lookups } = await ask(inquiry, sender, NOBODY, { maxResolveCount: 100, maxVoidCount: 100 });
    const count = lookups?.count ?? 0;
    const voids = lookups?.void ?? 0;
    const next = {
      en: 'Take out an include of spf in the config, or put its networks into spf.ip4 in its place.',
      ja: '設定の spf から include を 1 つ外すか、代わりにそのネットワークを spf.ip4 に書いてください。',
    };
    return judge(
      count <= 10 && voids <= 2,
      {
        en: `${String(count)}, ${String(voids)} of them void`,
        ja: `${String(count)} 回、うち空応答 ${String(voids)} 回`,
      },
      { en: 'at most 10, 2 void', ja: '10 回以下、空応答は 2 回以下' },
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
