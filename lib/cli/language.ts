import { Option } from 'commander';

import { LANGUAGES, type Language } from '../checks/words';

/** The language of messages as POSIX finds it (XBD section 8.2): the first of these that is set. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale =
    [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find(
      (value) => value !== undefined && value !== '',
    ) ?? '';
  const [language = ''] = locale.toLowerCase().split(/[_.@-]/);
  return LANGUAGES.find((each) => each === language) ?? 'en';
}

export function languageOption(): Option {
  return new Option(
    '--lang <language>',
    'explain in this language (default: by LC_ALL, LC_MESSAGES or LANG)',
  ).choices(LANGUAGES);
}
