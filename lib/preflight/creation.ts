import { fail, pass, type Check } from '../checks/check';
import { namesOf } from '../config/names';
import type { Given } from './given';
import { told } from './untold';

/** A creation that failed leaves a stack behind. The next deploy deletes it first, and cannot if it is protected. */
export const creation: Check<Given> = {
  id: 'creation',
  needs: ['account'],
  subject: ({ environment }) => namesOf(environment.name).stacks.foundation,
  why: {
    en: 'The CDK CLI clears away what a failed creation left, unless an earlier version of Kitte protected it.',
    ja: '作成に失敗したスタックは CDK が片付けますが、以前の Kitte が保護したものは消せません。',
  },
  async look({ environment, account }) {
    const { foundation } = namesOf(environment.name).stacks;
    const expected = {
      en: 'no stack, one that was made, or one that may be deleted',
      ja: 'スタックがないか、作成済みか、削除できること',
    };
    return told(
      await account.creation(),
      expected,
      ({ status, failed, isProtected }) => {
        if (!failed) return pass(status, expected);
        if (!isProtected)
          return pass(
            {
              en: `${status}: the next deploy clears it away and begins anew`,
              ja: `${status}。次のデプロイが片付けて、作り直します`,
            },
            expected,
          );
        const command = `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${foundation}`;
        return fail(
          { en: `${status}, protected against deletion`, ja: `${status}（削除保護あり）` },
          expected,
          {
            en: `Run \`${command}\`, then deploy again. Look in EC2 for an address and a volume that the failed creation left: they cost, and belong to nobody.`,
            ja: `\`${command}\` を実行してから、もう一度デプロイしてください。失敗した作成が残したアドレスとボリュームが EC2 にないかも確認してください。誰のものでもなく、料金がかかります。`,
          },
        );
      },
      () => pass({ en: 'not made yet', ja: '未作成' }, expected),
    );
  },
};
