import { spf as evaluate } from 'mailauth/lib/spf';
import { zoneOf } from '../dns/records';
import { HELO_SPF, senderSpf } from '../dns/spf';
import { type Check, type Finding, judge, putBack, skip } from './check';
import { evaluatorResolver } from './evaluator';
import type { Inquiry } from './inquiry';
import { compareSpf } from './spf/compared';
import { countFinding, findingOf } from './spf/finding';
import { judgeSpf, spfOf, type Judgement } from './spf/tree';
import { listed } from './words';

const WHY_NOT = {
  en: 'Give --address, or mend the A record.',
  ja: '--address を指定するか、A レコードを直してください。',
};

export const spfRecord: Check = {
  id: 'spf-record',
  of: 'domain',
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
    const { hostName, beside } = inquiry.environment;
    const names = [...domainsOf(inquiry), ...(beside === true ? [] : [hostName])];
    return Promise.all(
      [...new Set(names)].map(async (name) => {
        const seen = await spfRecordsAt(name, inquiry);
        const next =
          seen.length === 0
            ? putBack(
                { en: `the SPF record of ${name}`, ja: `${name} の SPF レコード` },
                zoneAt(name, inquiry),
              )
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

/** The host's own name is in a zone of its own where the domain's is not of this account. */
const zoneAt = (name: string, { environment }: Inquiry) =>
  zoneOf(environment, { id: name === environment.hostName ? 'HostSpf' : 'DomainSpf' });

/** The domain of the envelope sender, and the one in From if it is another. */
const domainsOf = ({ environment: { envelopeDomain, domain } }: Inquiry) => [
  ...new Set([envelopeDomain, domain]),
];

export const spfLookups: Check = {
  id: 'spf-lookups',
  of: 'domain',
  subject: ({ environment }) => ({
    en: `SPF of ${environment.envelopeDomain}, lookups`,
    ja: `${environment.envelopeDomain} の SPF の参照回数`,
  }),
  why: {
    en: 'More than ten lookups are an error (RFC 7208 section 4.6.4), and a receiver then takes SPF as failed.',
    ja: '参照が 10 回を超えるとエラーになり (RFC 7208 4.6.4)、SPF は失敗とみなされます。',
  },
  needs: ['spf-record'],
  look: (inquiry) =>
    Promise.all(
      domainsOf(inquiry).map(async (name) => ({
        ...countFinding(await judgedAt(name, inquiry)),
        subject: { en: `SPF of ${name}, lookups`, ja: `${name} の SPF の参照回数` },
      })),
    ),
};

export const spf: Check = {
  id: 'spf',
  of: 'domain',
  subject: ({ environment }) => ({
    en: `SPF of ${environment.envelopeDomain} for the address`,
    ja: `このアドレスに対する ${environment.envelopeDomain} の SPF`,
  }),
  why: {
    en: 'Receivers ask the domain of the envelope sender whether this very address may send for it; one term that cannot be evaluated spoils the whole record.',
    ja: '受信側は、エンベロープ送信者のドメインに、このアドレスからの送信を許すかを問い合わせます。評価できない項が 1 つでもあると、レコード全体が無効になります。',
  },
  needs: ['spf-record', 'spf-lookups'],
  look: async (inquiry) =>
    (await Promise.all(domainsOf(inquiry).map((name) => policyOf(name, inquiry)))).flat(),
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
  look: (inquiry) =>
    // It may be one of those that the row before judges.
    domainsOf(inquiry).includes(inquiry.environment.hostName)
      ? verdict(inquiry, inquiry.environment.hostName)
      : policyOf(inquiry.environment.hostName, inquiry),
};

/** Each problem of the record, or else what it says to the address and whether it is Kitte's. */
async function policyOf(name: string, inquiry: Inquiry): Promise<Finding[]> {
  const { problems } = await judgedAt(name, inquiry);
  const source = {
    name,
    include: name === inquiry.environment.hostName ? [] : inquiry.environment.spf.include,
    zone: zoneAt(name, inquiry),
  };
  if (problems.length > 0) return problems.map((problem) => findingOf(problem, source));
  const found = await verdict(inquiry, name);
  if (found.verdict !== 'pass') return [found];
  const { spf: config, hostName, domain, envelopeDomain } = inquiry.environment;
  const wanted =
    name === hostName && name !== domain && name !== envelopeDomain
      ? HELO_SPF
      : senderSpf(config, (await inquiry.address()) ?? '');
  const [record = ''] = await spfRecordsAt(name, inquiry);
  return [compareSpf(name, record, wanted, zoneAt(name, inquiry)) ?? found];
}

async function judgedAt(name: string, inquiry: Inquiry): Promise<Judgement> {
  const [record = ''] = await spfRecordsAt(name, inquiry);
  return judgeSpf(name, record, inquiry.lookup, {
    // An address of nobody will do where none is known: every term is read all the same.
    address: (await inquiry.address()) ?? '192.0.2.254',
    sender: `postmaster@${name}`,
    greeting: inquiry.environment.hostName,
  });
}

async function verdict(inquiry: Inquiry, name: string): Promise<Finding> {
  const ip = await inquiry.address();
  const subject = { en: `SPF of ${name} for the address`, ja: `このアドレスに対する ${name} の SPF` };
  if (ip === undefined)
    return { ...skip({ en: 'no address is known', ja: 'アドレスがわかりません' }, 'pass', WHY_NOT), subject };
  const { status } = await evaluate({
    sender: `postmaster@${name}`,
    ip,
    helo: inquiry.environment.hostName,
    mta: 'kitte',
    resolver: evaluatorResolver(inquiry.lookup),
  });
  const next = putBack({ en: 'the SPF record', ja: 'SPF レコード' }, zoneAt(name, inquiry));
  return {
    ...judge(status.result === 'pass', `${status.result} (${status.comment ?? ''})`, 'pass', next),
    subject,
  };
}

async function spfRecordsAt(name: string, { lookup }: Inquiry): Promise<readonly string[]> {
  return spfOf(await lookup(name, 'TXT'));
}
