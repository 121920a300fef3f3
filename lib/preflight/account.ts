import { fail, judge, type Check } from '../checks/check';
import { outOfReach } from '../config/schema/region';
import type { Given } from './given';
import { told } from './untold';

export const account: Check<Given> = {
  id: 'account',
  subject: () => ({ en: 'the credentials', ja: '認証情報' }),
  why: {
    en: 'The stacks go to the account of the credentials, or CDK refuses.',
    ja: 'スタックは認証情報のアカウントに作られます。設定と違えば CDK が拒否します。',
  },
  async look({ environment, account }) {
    const code = await account.region();
    const region = code ?? { en: 'no region', ja: 'リージョンなし' };
    const reason = code === undefined ? undefined : outOfReach(code);
    if (code !== undefined && reason !== undefined)
      return fail(
        code,
        { en: "a region of AWS's main partition", ja: 'AWS の標準パーティションのリージョン' },
        {
          en: `Set region in the config to another, or use credentials of another partition: ${reason}.`,
          ja: `設定の region を変えるか、標準パーティションの認証情報を使ってください。Kitte は ${code} では動きません。`,
        },
      );
    const expected = environment.account ?? { en: 'any account', ja: '任意のアカウント' };
    const finding = told(await account.id(), expected, (id) =>
      judge(environment.account === undefined || id === environment.account, id, expected, {
        en: 'Use credentials of that account, or change account in the config.',
        ja: 'そのアカウントの認証情報を使うか、設定の account を変更してください。',
      }),
    );
    return { ...finding, subject: region };
  },
};
