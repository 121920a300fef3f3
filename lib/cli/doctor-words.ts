import type { Language, Said } from '../checks/words';
import type { Row, VerdictWord } from '../checks/row';

/** The headings of a row. The verdicts are the words of `--json` in every language. */
const HEADINGS = {
  seen: { en: 'seen', ja: '確認結果' },
  expected: { en: 'expected', ja: '期待値' },
  why: { en: 'why', ja: '理由' },
  next: { en: 'next', ja: '次の手順' },
  more: { en: 'more', ja: '詳細' },
  skipped: { en: 'not looked at', ja: '未確認' },
} satisfies Record<string, Said>;

export function headings(language: Language): Record<keyof typeof HEADINGS, string> {
  const { seen, expected, why, next, more, skipped } = HEADINGS;
  const one = (said: Said) => said[language];
  return {
    seen: one(seen),
    expected: one(expected),
    why: one(why),
    next: one(next),
    more: one(more),
    skipped: one(skipped),
  };
}

export function summary(rows: readonly Pick<Row, 'verdict'>[], language: Language): string {
  const count = (word: VerdictWord) => String(rows.filter(({ verdict }) => verdict === word).length);
  const [pass, warn, fail, skip] = [count('pass'), count('warn'), count('fail'), count('skip')];
  const said: Said = {
    en: `${pass} pass, ${warn} warn, ${fail} fail, ${skip} skipped.`,
    ja: `pass ${pass} 件、warn ${warn} 件、fail ${fail} 件、skip ${skip} 件。`,
  };
  return said[language];
}
