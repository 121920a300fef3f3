import type { SmtpSeen } from './probe';
import type { Said } from './words';

export function offers(ehlo: string, keyword: string): boolean {
  return ehlo.split('\n').some((line) => new RegExp(`^250[ -]${keyword}(?:[ =]|$)`, 'i').test(line));
}

export const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

export const wordAfterCode = (answer = ''): string => /^\d{3}[ -](\S+)/.exec(answer)?.[1] ?? 'nothing';

/**
 * What the server said when it put the client off until later (4yz, RFC 5321 section 4.2.1), though TLS was no reason. While
 * a milter is away, Postfix answers STARTTLS with `454 4.3.0 Try again later`; where it can load no certificate, with
 * `454 4.7.0 TLS not available due to local problem`, after the words of RFC 3207 section 4.
 */
export function putOff({ greeting, plainEhlo, startTls, ehlo }: SmtpSeen): Said | undefined {
  const said: readonly (readonly [string | undefined, Said])[] = [
    [greeting, { en: 'as greeting', ja: 'グリーティング' }],
    [plainEhlo, TO_EHLO],
    [startTls, { en: 'to STARTTLS', ja: 'STARTTLS への応答' }],
    [ehlo, TO_EHLO],
  ];
  for (const [answer = '', to] of said)
    if (answer.startsWith('4') && !/TLS not available/i.test(answer))
      return { en: `${firstLine(answer)} (${to.en})`, ja: `${firstLine(answer)}（${to.ja}）` };
  return undefined;
}

const TO_EHLO: Said = { en: 'to EHLO', ja: 'EHLO への応答' };
