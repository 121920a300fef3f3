import { authenticate } from 'mailauth';
import { judge, skip, type Check } from './check';
import { evaluatorResolver } from './evaluator';
import type { Inquiry } from './inquiry';

const SAVE = {
  en: 'Send a mail to an address of yours elsewhere, save it whole with its headers, and give --message FILE.',
  ja: '自分の別のアドレス宛てに 1 通送り、届いたメールをヘッダーごと保存して、--message FILE で指定してください。',
};

/** Shows more than the record: only the private key in use makes a signature that verifies. */
export const dkimMessage: Check = {
  id: 'dkim-message',
  subject: () => ({ en: 'DKIM signature of a real message', ja: '実際のメールの DKIM 署名' }),
  why: {
    en: 'Only a signature that verifies shows that the record fits the private key in use.',
    ja: '署名を検証できて初めて、レコードが使用中の秘密鍵に対応しているとわかります。',
  },
  needs: ['dkim-record', 'dkim-key'],
  async look(inquiry) {
    const { domain, dkim } = inquiry.environment;
    const expected = { en: `a signature of ${domain} that verifies`, ja: `検証できる ${domain} の署名` };
    const seen = await judged(inquiry);
    if (seen === undefined) return skip(inquiry.facts.message.unknown ?? '', expected, SAVE);
    const own = seen.dkim.results.filter(({ signingDomain }) => signingDomain === domain);
    const good = own.some(({ status }) => status.result === 'pass');
    const words = own.map(({ selector, status }) =>
      `${selector ?? '?'}: ${status.result} ${status.comment ?? ''}`.trim(),
    );
    const next = {
      en: `Compare the selector with dkim.active (${dkim.active}); if it is the same, something changed the message on its way: look at what it passed.`,
      ja: `セレクタを dkim.active (${dkim.active}) と比べてください。同じなら、途中で何かがメールを書き換えています。経路を調べてください。`,
    };
    return judge(
      good,
      words.join(', ') || { en: `no signature of ${domain}`, ja: `${domain} の署名がありません` },
      expected,
      next,
    );
  },
};

export const dmarcAlignment: Check = {
  id: 'dmarc-alignment',
  subject: () => ({ en: 'DMARC of a real message', ja: '実際のメールの DMARC' }),
  why: {
    en: 'SPF or DKIM must pass for the domain that people see in From.',
    ja: 'From に表示されるドメインについて、SPF か DKIM が pass する必要があります（アライメント）。',
  },
  needs: ['dmarc-record', 'dkim-message', 'spf'],
  async look(inquiry) {
    const { domain } = inquiry.environment;
    const expected = { en: `pass for ${domain}`, ja: `${domain} について pass` };
    const seen = await judged(inquiry);
    if (seen === undefined) return skip(inquiry.facts.message.unknown ?? '', expected, SAVE);
    const { dmarc } = seen;
    const from = seen.dkim.headerFrom.map((mailbox) => mailbox.split('@').at(-1) ?? '').join(', ');
    const good = dmarc !== false && dmarc.status.result === 'pass' && isUnder(from, domain);
    const words =
      dmarc === false
        ? 'none'
        : { en: `${dmarc.status.result} for ${from}`, ja: `${from} について ${dmarc.status.result}` };
    return judge(good, words, expected, {
      en: `Send with a From address of ${domain}: ${from || 'it has none'} is another.`,
      ja: `From を ${domain} のアドレスにして送ってください。今の From は ${from || 'なし'} です。`,
    });
  },
};

/** From, envelope sender and signature of the message that was given; SPF for the address of the server. */
async function judged(inquiry: Inquiry) {
  const message = inquiry.facts.message.value;
  if (message === undefined) return undefined;
  const { envelopeDomain, hostName } = inquiry.environment;
  const source = message.toString('latin1');
  const sender = /^Return-Path:\s*<([^>]*)>/im.exec(source)?.[1] ?? `postmaster@${envelopeDomain}`;
  return authenticate(message, {
    ip: (await inquiry.address()) ?? '0.0.0.0',
    helo: hostName,
    sender,
    mta: 'kitte',
    trustReceived: false,
    disableArc: true,
    disableBimi: true,
    resolver: evaluatorResolver(inquiry.lookup),
  });
}

const isUnder = (name: string, domain: string) => name === domain || name.endsWith(`.${domain}`);
