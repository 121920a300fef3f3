import { authenticate } from 'mailauth';

import type { Verdict } from '../report/result';

/** Answers in the form of `dns.promises.resolve(name, type)`. */
export type Resolver = (name: string, type: string) => Promise<string[] | string[][]>;

export interface Envelope {
  /** Address of the connecting client: the Elastic IP. */
  readonly ip: string;
  readonly helo: string;
  readonly sender: string;
  /** The receiver that judges. */
  readonly mta: string;
}

/**
 * The same message judged by mailauth: a verifier that shares no code with the receiver's.
 * Two judges who agree leave little room for a lenient one.
 */
export async function secondOpinion(raw: Buffer, envelope: Envelope, resolver: Resolver): Promise<Verdict[]> {
  const { spf, dkim, dmarc, headers } = await authenticate(raw, {
    ...envelope,
    trustReceived: false,
    disableArc: true,
    disableBimi: true,
    resolver,
  });
  const words = headers.replace(/\s+/g, ' ').trim();
  const verdict = (id: 'spf' | 'dkim' | 'dmarc', seen: string): Verdict => ({
    id,
    subject: 'second opinion by mailauth',
    expected: 'pass',
    seen,
    pass: seen === 'pass',
    words,
  });
  return [
    verdict('spf', spf === false ? 'none' : spf.status.result),
    verdict('dkim', dkim.results[0]?.status.result ?? 'none'),
    verdict('dmarc', dmarc === false ? 'none' : dmarc.status.result),
  ];
}
