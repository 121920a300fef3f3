import type { HostedZone } from '../../config/environment';
import { fail, judge, putBack, warn, type Finding } from '../check';
import type { Said } from '../words';
import type { Problem, Severity } from './problem';
import type { Judgement } from './tree';

const EXPECTED: Said = { en: 'a term that can be evaluated', ja: '評価できる項であること' };

const RESULT: Readonly<Record<Severity, Said>> = {
  permerror: { en: 'permerror for all mail of the domain: ', ja: 'このドメインの全メールが permerror: ' },
  temperror: { en: 'temperror for all mail of the domain: ', ja: 'このドメインの全メールが temperror: ' },
  everyone: { en: '', ja: '' },
  advice: { en: '', ja: '' },
};

/** What the person can change: the config's terms, and whether the record was written by hand beside it. */
export interface Source {
  readonly include: readonly string[];
  readonly name: string;
  /** Where the record is. */
  readonly zone?: HostedZone;
}

/** A row for a problem. */
export function findingOf(problem: Problem, source: Source): Finding {
  const { severity, term, owner, by, what } = problem;
  const place = by === undefined ? '' : ` (${owner}, ${by})`;
  const seen = {
    en: `${RESULT[severity].en}${term}${place}: ${what.en}`,
    ja: `${RESULT[severity].ja}${term}${place}: ${what.ja}`,
  };
  const verdict = severity === 'advice' ? warn : fail;
  return {
    ...verdict(seen, EXPECTED, remedy(problem, source)),
    subject: { en: `SPF of ${source.name}, ${by ?? term}`, ja: `${source.name} の SPF の ${by ?? term}` },
  };
}

function remedy({ severity, term, owner, by }: Problem, { include, name, zone }: Source): Said {
  const included = include.find((each) => (by ?? term).toLowerCase() === `include:${each}`);
  if (included === undefined) return putBack({ en: 'the SPF record', ja: 'SPF レコード' }, zone);
  if (severity === 'temperror')
    return {
      en: `Try again, with another resolver (--resolver 1.1.1.1) if it lasts. If nobody gets an answer, tell who runs ${owner === name ? included : owner}, and take "${included}" out of spf.include until then.`,
      ja: `もう一度試し、続くなら別のリゾルバを指定してください (--resolver 1.1.1.1)。誰にも応答がないなら、${owner === name ? included : owner} の管理者に知らせ、直るまで spf.include から "${included}" を外してください。`,
    };
  if (by === undefined)
    return {
      en: `Correct the name "${included}" in spf.include of the config, or take it out and give its networks in spf.ip4; then deploy.`,
      ja: `設定の spf.include の "${included}" を正しい名前に直すか、外してそのネットワークを spf.ip4 に書き、デプロイしてください。`,
    };
  return {
    en: `Tell who runs ${owner}; until it is mended, take "${included}" out of spf.include of the config or give its networks in spf.ip4, and deploy.`,
    ja: `${owner} の管理者に知らせてください。直るまでは、設定の spf.include から "${included}" を外すか、そのネットワークを spf.ip4 に書いて、デプロイしてください。`,
  };
}

/** How much of what a receiver looks up is spent (RFC 7208 section 4.6.4). */
export function countFinding({ lookups, voids }: Judgement): Finding {
  const [count, empty] = [String(lookups), String(voids.length)];
  const which = voids.length === 0 ? '' : `: ${voids.join(', ')}`;
  return judge(
    lookups <= 10 && voids.length <= 2,
    { en: `${count}, ${empty} of them void${which}`, ja: `${count} 回、うち空応答 ${empty} 回${which}` },
    { en: 'at most 10, 2 void', ja: '10 回以下、空応答は 2 回以下' },
    {
      en: 'Take out an include of spf in the config, or put its networks into spf.ip4 in its place.',
      ja: '設定の spf から include を 1 つ外すか、代わりにそのネットワークを spf.ip4 に書いてください。',
    },
  );
}
