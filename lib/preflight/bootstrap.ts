import { fail, judge, type Check } from '../checks/check';
import type { Given } from './given';
import { reasonOf, told } from './untold';

/** CDK's own name for it, with the default qualifier. */
const VERSION = '/cdk-bootstrap/hnb659fds/version';
const LEAST = 6;

export const bootstrap: Check<Given> = {
  id: 'bootstrap',
  needs: ['account'],
  subject: () => VERSION,
  why: {
    en: 'CDK brings templates and code into the account through it.',
    ja: 'CDK はこれを通してテンプレートとコードをアカウントに運びます。',
  },
  async look({ account }) {
    const expected = {
      en: `version ${String(LEAST)} or later`,
      ja: `バージョン ${String(LEAST)} 以降`,
    };
    const next = { en: 'Run `npx cdk bootstrap`.', ja: '`npx cdk bootstrap` を実行してください。' };
    return told(
      await account.parameter(VERSION),
      expected,
      (version) =>
        judge(
          Number(version) >= LEAST,
          { en: `version ${version}`, ja: `バージョン ${version}` },
          expected,
          next,
        ),
      (untold) => fail(reasonOf(untold), expected, next),
    );
  },
};
