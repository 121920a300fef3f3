import { atMost } from './at-most';
import { fail, skip, type Check, type Finding } from './check';
import { demandRows } from './demands';
import type { Inquiry } from './inquiry';
import { wordsOf } from './probe';
import { runbookOf, type Row } from './row';
import { onlyView, type Views } from './views';
import { inLanguage, type Language, type Words } from './words';

/** The checks of a server and of each of its domains, and what follows from them for each receiver. */
export async function examine(
  views: Views<Inquiry>,
  checks: readonly Check[],
  language: Language = 'en',
): Promise<Row[]> {
  const rows = await rowsOfViews(views, checks, language);
  return [...rows, ...demandRows(rows, language)];
}

/** The checks of what has no domains of its own. */
export function rowsOf<Given>(
  given: Given,
  checks: readonly Check<Given>[],
  language: Language,
  entry?: (id: string) => string,
): Promise<Row[]> {
  return rowsOfViews(onlyView(given), checks, language, entry);
}

/** What a check is looked at for. */
interface Unit<Given> {
  readonly kind: 'server' | 'zone' | 'domain';
  readonly name: string;
  readonly zone: string;
  readonly given: Given;
}

/** Looks of all domains together. */
const AT_ONCE = 50;

/**
 * Looks at everything at once: at what is the server's, and at what is of each of its zones and domains. A check whose ground
 * is missing (a greeting without an open port) is skipped and says what to mend first, so that one fault is one failure.
 */
export async function rowsOfViews<Given>(
  views: Views<Given>,
  checks: readonly Check<Given>[],
  language: Language,
  entry: (id: string) => string = runbookOf,
): Promise<Row[]> {
  const say = (words: Words = '') => inLanguage(words, language);
  const byId = new Map(checks.map((check) => [check.id, check]));
  const units = unitsOf(views);
  /** Skipped for want of ground, to the check that fails at the bottom of it. */
  const blocked = new Map<string, string>();
  const running = new Map<string, Promise<Row[]>>();
  const turn = atMost(AT_ONCE);

  const checkOf = (id: string): Check<Given> => {
    const check = byId.get(id);
    if (check === undefined) throw new Error(`A check needs "${id}", which is none of the checks.`);
    return check;
  };

  const rowsFor = (id: string, unit: Unit<Given>): Promise<Row[]> => {
    const key = `${id} ${unit.name}`;
    const rows = running.get(key) ?? looked(checkOf(id), unit);
    running.set(key, rows);
    return rows;
  };

  /** What fails at the bottom of this check's silence, if anything does. */
  const missing = async (id: string, unit: Unit<Given>): Promise<string | undefined> => {
    const grounds = groundsOf(checkOf(id), unit, units);
    const found = await Promise.all(
      grounds.map(async (ground) => {
        const rows = await rowsFor(id, ground);
        const root = blocked.get(`${id} ${ground.name}`);
        return {
          root: root ?? (rows.some(({ verdict }) => verdict === 'fail') ? id : undefined),
          stands: rows.some(({ verdict }) => verdict === 'pass' || verdict === 'warn'),
        };
      }),
    );
    // One of several domains is enough to show what is the server's.
    if (grounds.length > 1 && found.some(({ root, stands }) => root === undefined && stands))
      return undefined;
    return found.find(({ root }) => root !== undefined)?.root;
  };

  const looked = async (check: Check<Given>, unit: Unit<Given>): Promise<Row[]> => {
    const roots = await Promise.all((check.needs ?? []).map((id) => missing(id, unit)));
    const root = roots.find((each) => each !== undefined);
    if (root !== undefined) blocked.set(`${check.id} ${unit.name}`, root);
    const findings =
      root === undefined
        ? await turn(() => attempt(check, unit.given))
        : [
            skip(
              { en: `${root} fails`, ja: `${root} が fail です` },
              { en: `${root} passes`, ja: `${root} が pass であること` },
              { en: `Mend ${root} first.`, ja: `先に ${root} を直してください。` },
            ),
          ];
    return findings.map((finding) => ({
      id: check.id,
      ...(views.named && unit.kind === 'domain' ? { domain: unit.name } : {}),
      subject: say(finding.subject ?? check.subject(unit.given)),
      verdict: finding.verdict,
      seen: say(finding.seen),
      expected: say(finding.expected),
      why: say(check.why),
      next: say(finding.next),
      runbook: entry(check.id),
    }));
  };

  const rows = await Promise.all(
    checks.map(({ id, of = 'server' }) =>
      Promise.all(units.filter(({ kind }) => kind === of).map((unit) => rowsFor(id, unit))),
    ),
  );
  return views.named ? byDomain(rows.flat(2)) : rows.flat(2);
}

function unitsOf<Given>({ server, domains }: Views<Given>): readonly Unit<Given>[] {
  const zones = new Map([...domains].reverse().map(({ zone, given }) => [zone, given]));
  zones.set(server.zone, server.given);
  const firstTo = [...new Set([server.zone, ...domains.map(({ zone }) => zone)])];
  return [
    { kind: 'server', name: '', ...server },
    ...firstTo.flatMap((zone): Unit<Given>[] => {
      const given = zones.get(zone);
      return given === undefined ? [] : [{ kind: 'zone', name: zone, zone, given }];
    }),
    ...domains.map(({ domain, zone, given }): Unit<Given> => ({ kind: 'domain', name: domain, zone, given })),
  ];
}

/** Where what a unit's check needs is looked at: for the server, in the unit's own zone, for its domain or, of the server, any. */
function groundsOf<Given>(
  { of }: Pick<Check<Given>, 'of'>,
  unit: Unit<Given>,
  units: readonly Unit<Given>[],
): readonly Unit<Given>[] {
  const all = units.filter(({ kind }) => kind === (of ?? 'server'));
  if (of === 'zone') return all.filter(({ zone }) => zone === unit.zone);
  return of === 'domain' && unit.kind === 'domain' ? [unit] : all;
}

/** What is of all of them first, then one domain after the other. */
function byDomain(rows: readonly Row[]): Row[] {
  const domains = [...new Set(rows.map(({ domain }) => domain))].filter((name) => name !== undefined);
  return [undefined, ...domains].flatMap((name) => rows.filter(({ domain }) => domain === name));
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
