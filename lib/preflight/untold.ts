import type { Told, Untold } from '../deployed/told';
import { skip, type Finding } from '../checks/check';
import type { Said, Words } from '../checks/words';

/** Judges an answer. `absent` says what it means that there is none; without it that, too, is only not known. */
export function told<T>(
  answer: Told<T>,
  expected: Words,
  judged: (value: T) => Finding,
  absent?: (untold: Untold) => Finding,
): Finding {
  if (answer.ok) return judged(answer.value);
  return answer.because === 'absent' && absent !== undefined ? absent(answer) : notTold(answer, expected);
}

/** What AWS does not tell is skipped, and names the action. */
export function notTold(untold: Untold, expected: Words): Finding {
  return skip(reasonOf(untold), expected, untold.remedy ?? REMEDY[untold.because](untold));
}

/** The error's own words are AWS's, in every language. */
export function reasonOf({ because, action, detail, reason, said }: Untold): Said {
  if (said !== undefined) return said;
  const ja = {
    unasked: `${action} を呼び出していません（${detail}）。`,
    denied: `この認証情報では ${action} を呼び出せません。`,
    absent: `${action} が失敗しました（${detail}）。`,
    failed: `${action} が失敗しました（${detail}）。`,
  };
  return { en: reason, ja: ja[because] };
}

const AGAIN = (): Said => ({
  en: 'Try again; if it stays, AWS names the reason above.',
  ja: 'もう一度試してください。続くなら、上の AWS のメッセージが原因を示しています。',
});

const REMEDY: Readonly<Record<Untold['because'], (untold: Untold) => Said>> = {
  unasked: () => ({
    en: 'Set credentials and a region, for example with AWS_PROFILE, and look again.',
    ja: 'AWS_PROFILE などで認証情報とリージョンを設定し、もう一度確認してください。',
  }),
  denied: ({ action }) => ({
    en: `Have ${action} allowed (docs/commands.md lists what preflight asks), and look again.`,
    ja: `${action} を許可してもらい（preflight に必要な権限は docs/commands.md にあります）、もう一度確認してください。`,
  }),
  absent: AGAIN,
  failed: AGAIN,
};
