import { fail, pass, warn, type Check, type Finding } from '../checks/check';
import type { Said } from '../checks/words';
import type { Given } from './given';
import type { Stack } from '../deployed/stacks';
import { told } from './untold';

const EXPECTED: Said = {
  en: 'not there yet, or whole: a deploy can begin',
  ja: 'まだないか、完全な状態でデプロイを始められること',
};

/** Whether a deploy can begin at all: CloudFormation and the CLI refuse what an earlier one left unfinished. */
export const stacks: Check<Given> = {
  id: 'stacks',
  needs: ['account'],
  subject: ({ environment }) => ({
    en: `stacks of ${environment.name}`,
    ja: `${environment.name} のスタック`,
  }),
  why: {
    en: 'A deploy that failed or still runs may leave a stack that takes no further one.',
    ja: '失敗した、または実行中のデプロイは、次のデプロイを受け付けないスタックを残すことがあります。',
  },
  async look({ environment, account }) {
    const answer = await account.stacks();
    if (!answer.ok) return told(answer, EXPECTED, () => pass('', EXPECTED));
    const findings = answer.value.flatMap((stack) => judged(stack, environment.name));
    if (findings.length > 0) return findings;
    const list = answer.value.map(({ name, status }) => `${name} ${status}`).join(', ');
    return pass(list || { en: 'nothing is deployed yet', ja: 'まだデプロイされていません' }, EXPECTED);
  },
};

/** Nothing for one that a deploy can begin with. */
function judged(stack: Stack, environment: string): Finding[] {
  const state = Object.keys(STATES).find((each) => new RegExp(each).test(stack.status));
  if (state === undefined) return [];
  const { verdict, next } = STATES[state]!(stack, `${environment}/${stack.part}`);
  const finding = (verdict === 'fail' ? fail : warn)(seen(stack), EXPECTED, next);
  return [{ ...finding, subject: stack.name }];
}

function seen({ status, isProtected, reason }: Stack): Said {
  const why = reason === undefined ? '' : `: ${reason}`;
  return isProtected
    ? { en: `${status}, protected from deletion${why}`, ja: `${status}（削除保護あり）${why}` }
    : `${status}${why}` === status
      ? { en: status, ja: status }
      : { en: `${status}${why}`, ja: `${status}${why}` };
}

type Judged = (stack: Stack, id: string) => { verdict: 'fail' | 'warn'; next: Said };

/** The first that fits; all others are states in which a deploy begins (also REVIEW_IN_PROGRESS: a change set that nobody ran). */
const STATES: Readonly<Record<string, Judged>> = {
  '^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED)$': ({ name, isProtected }) =>
    isProtected
      ? {
          verdict: 'fail',
          next: {
            en: `Its first deploy failed, and nothing of it serves. The CLI must delete it before it deploys again, which its protection forbids: run \`aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}\`, then deploy.`,
            ja: `最初のデプロイが失敗しており、何も動いていません。CLI は再デプロイの前に削除しますが、削除保護が妨げます。\`aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}\` を実行してからデプロイしてください。`,
          },
        }
      : {
          verdict: 'warn',
          next: {
            en: `Its first deploy failed, and nothing of it serves. Mend what its events name (\`aws cloudformation describe-stack-events --stack-name ${name}\`) and deploy again: the CLI deletes it first.`,
            ja: `最初のデプロイが失敗しており、何も動いていません。イベント（\`aws cloudformation describe-stack-events --stack-name ${name}\`）が示す原因を直して再デプロイしてください。CLI が先に削除します。`,
          },
        },
  '^(UPDATE_ROLLBACK_FAILED|UPDATE_FAILED)$': (_, id) => ({
    verdict: 'fail',
    next: {
      en: `A change failed and was not taken back. Mend what its events name, run \`npx cdk rollback ${id}\` (with --orphan for a resource that cannot go back), then deploy.`,
      ja: `変更が失敗し、元に戻せていません。イベントが示す原因を直し、\`npx cdk rollback ${id}\`（戻せないリソースには --orphan）を実行してからデプロイしてください。`,
    },
  }),
  '^DELETE_FAILED$': (_, id) => ({
    verdict: 'fail',
    next: {
      en: `It was to be deleted, and something in it could not. Mend what its events name and run \`npx cdk destroy ${id}\` again, then deploy.`,
      ja: `削除に失敗しています。イベントが示す原因を直し、\`npx cdk destroy ${id}\` をもう一度実行してからデプロイしてください。`,
    },
  }),
  '^(?!REVIEW).*_IN_PROGRESS$': ({ name }) => ({
    verdict: 'fail',
    next: {
      en: `Somebody's deploy runs: wait for its end (\`aws cloudformation describe-stacks --stack-name ${name}\` says it), then look again.`,
      ja: `デプロイが実行中です。終わるのを待ち（\`aws cloudformation describe-stacks --stack-name ${name}\` で確認）、もう一度確認してください。`,
    },
  }),
};
