import { languageOf } from '../../lib/cli/language';

test.each([
  [{}, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'ja_JP.UTF-8' }, 'ja'],
  [{ LANG: 'ja' }, 'ja'],
  [{ LANG: 'fr_FR.UTF-8' }, 'en'],
  [{ LANG: 'jav_ID' }, 'en'],
  [{ LANG: 'ja_JP.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ja_JP' }, 'ja'],
  [{ LANG: 'ja_JP', LC_ALL: '' }, 'ja'],
])('%j speaks %s', (environment, language) => {
  expect(languageOf(environment)).toBe(language);
});
