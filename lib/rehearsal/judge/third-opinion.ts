import type { Verdict } from '../report/result';
import type { Receiver } from '../world/receiver/receiver';
import type { Envelope } from './second-opinion';

interface Said {
  readonly spf: { readonly result: string; readonly words: string };
  readonly dkim: readonly { readonly result: string; readonly domain: string; readonly words: string }[];
}

/**
 * The same message judged by Debian's python3-dkim and python3-spf: of another age, language and author than rspamd and mailauth.
 * Debian has no verifier of DMARC in Python, so that stays with the other two.
 */
export async function thirdOpinion(
  receiver: Pick<Receiver, 'verifiers'>,
  source: string,
  envelope: Envelope,
  domain: string,
): Promise<Verdict[]> {
  const { spf, dkim } = JSON.parse(await receiver.verifiers(source, envelope)) as Said;
  const own = dkim.filter((signature) => signature.domain === domain);
  const signature = own.find(({ result }) => result === 'pass') ?? own[0];
  const verdict = (id: 'spf' | 'dkim', subject: string, seen: string, words: string): Verdict => ({
    ...{ id, subject, expected: 'pass', seen, words },
    pass: seen === 'pass',
  });
  return [
    verdict('spf', 'third opinion by pyspf', spf.result, `spf=${spf.result} (${spf.words})`),
    verdict(
      'dkim',
      'third opinion by dkimpy',
      signature?.result ?? 'none',
      dkim.map((each) => `dkim=${each.result} header.d=${each.domain} ${each.words}`.trim()).join('; '),
    ),
  ];
}
