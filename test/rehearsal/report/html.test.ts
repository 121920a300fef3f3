import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { renderHtml } from '../../../lib/rehearsal/report/html';
import type { RehearsalResult } from '../../../lib/rehearsal/report/result';
import { ACCEPTED, RETURNED } from './sample';

const markupOf = (page: string) => page.replace('<!doctype html>', '').replace(/<style>[^<]*<\/style>/, '');

/** The tags in order, with their attributes' names but without values and text: what a browser would build. */
function skeleton(page: string): string {
  return [...markupOf(page).matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""')).join('');
}

/** Puts the text wherever a stranger's words reach the page. */
function withWords(words: string): RehearsalResult {
  const first = ACCEPTED.messages[0];
  const verdict = first?.verdicts[0];
  if (first === undefined || verdict === undefined)
    throw new Error('the sample has no message with a verdict');
  return {
    ...ACCEPTED,
    messages: [
      {
        ...first,
        subject: words,
        from: words,
        envelopeFrom: words,
        headers: `Authentication-Results: ${words.replace(/\s+/g, ' ')}`,
        hops: first.hops.map((hop) => ({ ...hop, name: words, detail: words })),
        verdicts: [{ ...verdict, seen: words, subject: words, words }],
      },
    ],
    verdicts: [{ ...verdict, words }],
  };
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc
    .array(
      fc.constantFrom(
        '<script>',
        '</pre>',
        '"',
        "'",
        '>',
        '<!--',
        ']]>',
        '&',
        '&lt;',
        '\u0000',
        '\u202e',
        '\r',
        'a',
      ),
      { minLength: 1, maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

test('whatever a header says is text and nothing else', () => {
  const calm = skeleton(renderHtml(withWords('calm')));
  fc.assert(
    fc.property(hostile, (words) => {
      const page = renderHtml(withWords(words));
      expect(skeleton(page)).toBe(calm);
      for (const acting of ['\u0000', '\u001b', '\u202e']) expect(page).not.toContain(acting);
    }),
    { numRuns: 60 },
  );
});

test('what was received can still be read', () => {
  const words = '<b>"5 > 3" & \'so on\'</b>';
  const page = new XMLParser({ htmlEntities: true, processEntities: true }).parse(
    markupOf(renderHtml(withWords(words))),
  ) as unknown;
  expect(JSON.stringify(page)).toContain(JSON.stringify(words).slice(1, -1));
});

test.each([
  ['accepted', ACCEPTED],
  ['returned', RETURNED],
])('the page of an %s rehearsal is well-formed and loads nothing', (_, result) => {
  const page = renderHtml(result);
  expect(XMLValidator.validate(markupOf(page))).toBe(true);
  expect(page).not.toMatch(/<(script|link|img|iframe|object|embed)\b|\b(src|on\w+)=|@import|url\(/i);
  expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith('#'))).toBe(true);
});

test('the outcome, the words of the receiver and each record are on the page', () => {
  const accepted = renderHtml(ACCEPTED);
  expect(accepted).toContain('The mail is accepted.');
  for (const record of ACCEPTED.records) expect(accepted).toContain(record.why);
  expect(accepted).toContain('dmarc=pass (policy=reject) header.from=example.com');

  const returned = renderHtml(RETURNED);
  expect(returned).toContain('The mail is not accepted yet.');
  expect(returned).toContain('RETURN TO');
  expect(returned).toContain('Expected: pass');
  expect(returned).toContain('no answer');
});
