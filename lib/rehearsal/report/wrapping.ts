import stringWidth from 'string-width';

/** No line begins with these, and none ends with those (JIS X 4051, kinsoku). */
const NOT_FIRST = /^[:;,.!?)、。，．・：；？！）」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const NOT_LAST = /[（「『【]$/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\u30fc\uff00-\uff60]/u;

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** Columns that a terminal gives to a text: two for an East Asian wide character, none for a colour. */
export function shownWidth(text: string): number {
  return stringWidth(text);
}

/** A link in two is none: a terminal that breaks it by itself still lets it be followed and copied. */
const LINK = /^https?:/;

/** A command between backticks is copied as one: where it fits into a line, it stands in one. */
const COMMAND = /(`[^`]+`)/;

/** Breaks at spaces, and between the words of a language that writes without them; what is longer (a key) is cut. */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let current = '';
    for (const piece of pieces(line.trim(), width)) {
      if (shownWidth(current + piece.trimEnd()) > width && current !== '') {
        lines.push(current.trimEnd());
        current = '';
      }
      let rest = piece;
      while (!LINK.test(piece) && shownWidth(rest.trimEnd()) > width) {
        const head = cut(rest, width);
        lines.push(head);
        rest = rest.slice(head.length);
      }
      current += rest;
    }
    return [...lines, current.trimEnd()];
  });
}

/** What stays together on a line; the spaces behind a piece go with it. */
function pieces(line: string, width: number): readonly string[] {
  const found: string[] = [];
  for (const segment of line.split(COMMAND).flatMap((part) => segments(part, width))) {
    const before = found.at(-1) ?? '';
    if (before !== '' && !mayBreak(before, segment)) found[found.length - 1] = before + segment;
    else found.push(segment);
  }
  return found;
}

function segments(part: string, width: number): readonly string[] {
  if (COMMAND.test(part) && shownWidth(part) <= width) return [part];
  return Array.from(segmenter.segment(part), ({ segment }) => segment);
}

function mayBreak(before: string, after: string): boolean {
  if (after.trim() === '' || NOT_FIRST.test(after) || NOT_LAST.test(before)) return false;
  return before.endsWith(' ') || WIDE.test(before.at(-1) ?? '') || WIDE.test(after[0] ?? '');
}

function cut(text: string, width: number): string {
  let head = '';
  for (const character of text) {
    if (head !== '' && shownWidth(head + character) > width) break;
    head += character;
  }
  return head;
}
