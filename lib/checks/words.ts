export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What Kitte says. Every language stands beside the others: one that is missing does not compile. */
export type Said = Readonly<Record<Language, string>>;

/** A plain string reads the same everywhere: a name, an address, a server's own words. */
export type Words = string | Said;

export function inLanguage(words: Words, language: Language): string {
  return typeof words === 'string' ? words : words[language];
}

export const NOTHING: Said = { en: 'nothing', ja: 'なし' };

export const COMMA: Said = { en: ', ', ja: '、' };
export const SPACE: Said = { en: ' ', ja: '' };

export const listed = (values: readonly string[]): Words =>
  values.length === 0 ? NOTHING : values.join(', ');

/** Words of several sources, one after the other. */
export function joined(parts: readonly Words[], separator: Said): Said {
  const one = (language: Language) =>
    parts.map((part) => inLanguage(part, language)).join(separator[language]);
  return { en: one('en'), ja: one('ja') };
}
