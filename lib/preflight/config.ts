import { pass, warn, type Check } from '../checks/check';
import { warnings } from '../config/warnings';
import type { Given } from './given';

const EXPECTED = { en: 'nothing that does not do what it says', ja: '意図どおりに働かない設定がないこと' };

/** What the config may say, and receivers take otherwise. */
export const config: Check<Given> = {
  id: 'config',
  of: 'domain',
  subject: () => ({ en: 'settings', ja: '設定' }),
  why: {
    en: 'A setting that receivers do not read, or read otherwise, promises what does not happen.',
    ja: '受信側が読まない設定や別の意味に読む設定は、期待どおりに働きません。',
  },
  look({ environment }) {
    const found = warnings(environment);
    if (found.length === 0) return Promise.resolve(pass({ en: 'nothing to say', ja: '問題なし' }, EXPECTED));
    return Promise.resolve(
      found.map(({ path, received, what, remedy }) => ({
        ...warn({ en: `${received}: ${what.en}`, ja: `${received}: ${what.ja}` }, EXPECTED, remedy),
        subject: path,
      })),
    );
  },
};
