import { authenticate } from 'mailauth';
import { judge, skip, type Check } from './check';
import { evaluatorResolver } from './evaluator';
import type { Inquiry } from './inquiry';

const SAVE =
  'Send a mail to an address of yours elsewhere, save it whole with its headers, and give --message FILE.';

/** Shows more than the record: only the private key in use makes a signature that verifies. */
export const dkimMessage: Check = {
  id: 'dkim-message',
  subject: () => 'DKIM signature of a real message',
  why: 'Only a signature that verifies shows that the record fits the private key in use.',
  needs: ['dkim-record', 'dkim-key'],
  async look(inquiry) {
    const { domain, dkim } = inquiry.environment;
    const expected = `a signature of ${domain} that verifies`;
    const seen = await judged(inquiry);
    if (seen === undefined) return skip(inquiry.facts.message.unknown ?? '', expected, SAVE);
    const own = seen.dkim.results.filter(({ signingDomain }) => signingDomain === domain);
    const good = own.some(({ status }) => status.result === 'pass');
    const words = own.map(({ selector, status }) =>
      `${selector ?? '?'}: ${status.result} ${status.comment ?? ''}`.trim(),
    );
    const next = `Compare the selector with dkim.active (${dkim.active}); if it is the same, something changed the message on its way: look at what it passed.`;
    return judge(good, words.join(', ') || `no signature of ${domain}`, expected, next);
  },
};

export const dmarcAlignment: Check = {
  id: 'dmarc-alignment',
  subject: () => 'DMARC of a real message',
  why: 'SPF or DKIM must pass for the domain that people see in From.',
  needs: ['dmarc-record', 'dkim-message', 'spf'],
  async look(inquiry) {
    const { domain } = inquiry.environment;
    const expected = `pass for ${domain}`;
    const seen = await judged(inquiry);
    if (seen === undefined) return skip(inquiry.facts.message.unknown ?? '', expected, SAVE);
    const { dmarc } = seen;
    const from = seen.dkim.headerFrom.map((mailbox) => mailbox.split('@').at(-1) ?? '').join(', ');
    const good = dmarc !== false && dmarc.status.result === 'pass' && isUnder(from, domain);
    const words = dmarc === false ? 'none' : `${dmarc.status.result} for ${from}`;
    return judge(
      good,
      words,
      expected,
      `Send with a From address of ${domain}: ${from || 'it has none'} is another.`,
    );
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
