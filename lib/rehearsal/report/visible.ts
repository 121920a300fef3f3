/**
 * Characters that would act instead of being read: controls (a terminal obeys them), lone surrogates, and the
 * marks that turn the direction of text (Unicode UAX #9).
 */
const ACTING = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Received text made safe to show: what would act is spelled out instead. Line ends become line feeds. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(ACTING, spelledOut);
}

function spelledOut(character: string): string {
  if (character === '\n' || character === '\t') return character;
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
