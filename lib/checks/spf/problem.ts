import type { Said } from '../words';

/**
 * What a strict evaluator answers because of it: `permerror` and `temperror` for all mail of the domain, `everyone` when the whole
 * world may send as it; `advice` where mail passes and something is still not right.
 */
export type Severity = 'permerror' | 'temperror' | 'everyone' | 'advice';

/** One thing wrong with one term of a record, or of one that it leads to. */
export interface Problem {
  readonly severity: Severity;
  /** As it is written. */
  readonly term: string;
  /** Whose record the term stands in. */
  readonly owner: string;
  /** The term of the first record that leads there, if it is another's. */
  readonly by?: string;
  readonly what: Said;
}

const kind =
  (severity: Severity) =>
  (en: string, ja: string): Pick<Problem, 'severity' | 'what'> => ({ severity, what: { en, ja } });
const permanent = kind('permerror');
const advice = kind('advice');

/** By RFC 7208; the section stands beside each. */
export const WHAT = {
  // 4.6
  syntax: (why: Said) => permanent(why.en, why.ja),
  // 5.2, 6.1
  none: (name: string) => permanent(`${name} has no SPF record`, `${name} に SPF レコードがありません`),
  // 4.5
  several: (name: string, count: number) =>
    permanent(
      `${name} has ${String(count)} SPF records`,
      `${name} に SPF レコードが ${String(count)} つあります`,
    ),
  // 4.4
  unanswered: (why: Said) => kind('temperror')(why.en, why.ja),
  // 4.6.4
  circle: (name: string) =>
    permanent(`it leads back to ${name}, without end`, `${name} に戻り、終わりがありません`),
  // 4.6.4
  manyHosts: (name: string, count: number) =>
    permanent(
      `${name} has ${String(count)} MX hosts, and receivers look up 10`,
      `${name} の MX は ${String(count)} 個ありますが、受信側が調べるのは 10 個までです`,
    ),
  // 6
  twice: permanent('it may stand once', '1 つしか書けません'),
  // 5.1
  everyone: kind('everyone')('it lets the whole world send as the domain', '世界中の誰にでも送信を許します'),
  // 5.6
  wide: kind('everyone')(
    'it lets strangers send as the domain: no sender has so wide a network',
    '無関係な他者にも送信を許します。これほど広いネットワークを持つ送信元はありません',
  ),
  // 4.6.4
  nobody: (name: string) =>
    advice(
      `${name} has no IPv4 address: it allows nobody and costs a void lookup`,
      `${name} に IPv4 アドレスがなく、何も許さないうえに空応答を 1 回使います`,
    ),
  // 5.1
  behind: advice('it stands behind all, where nobody reads it', 'all の後にあり、読まれません'),
  // 6.1
  unused: advice('all stands beside it, so nobody follows it', 'all があるため、参照されません'),
  // 5.5
  ptr: advice(
    'ptr is slow and unreliable, and not to be used',
    'ptr は遅く不確実なため、使うべきではありません',
  ),
  // 6
  foreign: advice(
    'it reads as a modifier that SPF does not know, and allows nobody',
    '未知の修飾子とみなされ、何も許しません',
  ),
  // 3.4
  long: (octets: number) =>
    advice(
      `it has ${String(octets)} octets; more than 450 do not fit in every answer`,
      `${String(octets)} オクテットあります。450 を超えると応答に収まらないことがあります`,
    ),
};
