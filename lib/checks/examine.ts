import { fail, skip, type Check, type Finding } from './check';
import { demandRows } from './demands';
import type { Inquiry } from './inquiry';
import { wordsOf } from './probe';
import { runbookOf, type Row } from './row';
import { inLanguage, type Language, type Words } from './words';

/** The checks of a server, and what follows from them for each receiver. */
export async function examine(
  inquiry: Inquiry,
  checks: readonly Check[],
  language: Language = 'en',
): Promise<Row[]> {
  const rows = await rowsOf(inquiry, checks, language);
  return [...rows, ...demandRows(rows, language)];
}

/**
 * Looks at everything at once. A check whose ground is missing (a greeting without an open port) is skipped and says
 * what to mend first, so that one fault is one failure.
 */
export async function rowsOf<Given>(
  given: Given,
  checks: readonly Check<Given>[],
  language: Language,
  entry: (id: string) => string = runbookOf,
): Promise<Row[]> {
  const say = (words: Words = '') => inLanguage(words, language);
  const byId = new Map(checks.map((check) => [check.id, check]));
  /** Skipped for want of ground, to the check that fails at the bottom of it. */
  const blocked = new Map<string, string>();
  const running = new Map<string, Promise<Row[]>>();

  const rowsFor = (id: string): Promise<Row[]> => {
    const check = byId.get(id);
    if (check === undefined) throw new Error(`A check needs "${id}", which is none of the checks.`);
    const rows = running.get(id) ?? looked(check);
    running.set(id, rows);
    return rows;
  };

  const looked = async (check: Check<Given>): Promise<Row[]> => {
    const grounds = await Promise.all((check.needs ?? []).map(rowsFor));
    const missing = grounds.flat().find(({ id, verdict }) => verdict === 'fail' || blocked.has(id));
    const root = missing === undefined ? undefined : (blocked.get(missing.id) ?? missing.id);
    if (root !== undefined) blocked.set(check.id, root);
    const findings =
      root === undefined
        ? await attempt(check, given)
        : [
            skip(
              { en: `${root} fails`, ja: `${root} が fail です` },
              { en: `${root} passes`, ja: `${root} が pass であること` },
              { en: `Mend ${root} first.`, ja: `先に ${root} を直してください。` },
            ),
          ];
    return findings.map((finding) => ({
      id: check.id,
      subject: say(finding.subject ?? check.subject(given)),
      verdict: finding.verdict,
      seen: say(finding.seen),
      expected: say(finding.expected),
      why: say(check.why),
      next: say(finding.next),
      runbook: entry(check.id),
    }));
  };

  return (await Promise.all(checks.map(({ id }) => rowsFor(id)))).flat();
}

async function attempt<Given>(check: Check<Given>, given: Given): Promise<readonly Finding[]> {
  try {
    const found = await check.look(given);
    return Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding];
  } catch (error) {
    return [
      fail(
        wordsOf(error),
        { en: 'an answer', ja: '応答があること' },
        {
          en: 'Try again, with another resolver (--resolver 1.1.1.1) if it is a lookup that fails.',
          ja: 'もう一度試してください。名前の問い合わせが失敗するなら、別のリゾルバを指定してください (--resolver 1.1.1.1)。',
        },
      ),
    ];
  }
}
