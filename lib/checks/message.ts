import { authenticate } from 'mailauth';
import { fail, judge, skip, type Check } from './check';
import { evaluatorResolver } from './evaluator';
import type { Inquiry } from './inquiry';
import { fromMachine } from './others-words';
import { realMessage, SAVE, Unsigned, type RealMessage } from './real-message';

/** Shows more than the record: only the private key in use makes a signature that verifies. */
export const dkimMessage: Check = {
  id: 'dkim-message',
  of: 'domain',
  subject: () => ({ en: 'DKIM signature of a real message', ja: '実際のメールの DKIM 署名' }),
  why: {
    en: 'Only a signature that verifies shows that the record fits the private key in use.',
    ja: '署名を検証できて初めて、レコードが使用中の秘密鍵に対応しているとわかります。',
  },
  needs: ['dkim-record', 'dkim-key'],
  async look(inquiry) {
    const { domain, dkim } = inquiry.environment;
    const expected = { en: `a signature of ${domain} that verifies`, ja: `検証できる ${domain} の署名` };
    try {
      const { value: message, unknown } = await realMessage(inquiry);
      if (message === undefined) return skip(unknown, expected, SAVE);
      const seen = await judged(message, inquiry);
      const own = seen.dkim.results.filter(({ signingDomain }) => signingDomain === domain);
      const words = own.map(({ selector, status }) =>
        `${selector ?? '?'}: ${status.result} ${status.comment ?? ''}`.trim(),
      );
      return judge(
        own.some(({ status }) => status.result === 'pass'),
        words.join(', ') || { en: `no signature of ${domain}`, ja: `${domain} の署名がありません` },
        expected,
        message.by === 'person'
          ? {
              en: `Compare the selector with dkim.active (${dkim.active}); if it is the same, something changed the message on its way: look at what it passed.`,
              ja: `セレクタを dkim.active (${dkim.active}) と比べてください。同じなら、途中で何かがメールを書き換えています。経路を調べてください。`,
            }
          : SIGNS_OTHERWISE,
      );
    } catch (error) {
      if (error instanceof Unsigned) return fail(fromMachine(error.message), expected, SIGNS_NOTHING);
      throw error;
    }
  },
};

/** Nothing lies between the key and the record. */
const SIGNS_OTHERWISE = {
  en: 'The machine signs with another key than the deploy made: restart its sync (systemctl start kitte-sync) and look at journalctl -u kitte-sync -u opendkim.',
  ja: 'マシンは、デプロイが作ったものとは別の鍵で署名しています。同期を再実行し (systemctl start kitte-sync)、journalctl -u kitte-sync -u opendkim を確認してください。',
};

const SIGNS_NOTHING = {
  en: 'On the machine: systemctl status opendkim postfix; journalctl -u opendkim -u postfix -n 50.',
  ja: 'マシン上で次を実行してください。 systemctl status opendkim postfix; journalctl -u opendkim -u postfix -n 50',
};

export const dmarcAlignment: Check = {
  id: 'dmarc-alignment',
  of: 'domain',
  subject: () => ({ en: 'DMARC of a real message', ja: '実際のメールの DMARC' }),
  why: {
    en: 'SPF or DKIM must pass for the domain that people see in From.',
    ja: 'From に表示されるドメインについて、SPF か DKIM が pass する必要があります（アライメント）。',
  },
  needs: ['dmarc-record', 'dkim-message', 'spf'],
  async look(inquiry) {
    const { domain } = inquiry.environment;
    const expected = { en: `pass for ${domain}`, ja: `${domain} について pass` };
    const { value: message, unknown } = await realMessage(inquiry);
    if (message === undefined) return skip(unknown, expected, SAVE);
    const { dmarc, dkim } = await judged(message, inquiry);
    const from = dkim.headerFrom.map((mailbox) => mailbox.split('@').at(-1) ?? '').join(', ');
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

/** From, envelope sender and signature; SPF for the address of the server. */
async function judged({ source }: RealMessage, inquiry: Inquiry) {
  const { envelopeDomain, hostName } = inquiry.environment;
  const text = source.toString('latin1');
  const sender = /^Return-Path:\s*<([^>]*)>/im.exec(text)?.[1] ?? `postmaster@${envelopeDomain}`;
  return authenticate(source, {
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
