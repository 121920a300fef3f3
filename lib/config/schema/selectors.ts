import { Refusal, text } from './text';

const ALLOWED = 'a selector such as kitte1: letters, digits and single dashes, at most 63';

export const selector = text(ALLOWED, (value) => {
  const name = value.toLowerCase();
  if (name.length <= 63 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return name;
  const suggestion = name
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  return new Refusal(ALLOWED, suggestion ? `Use "${suggestion}", say.` : 'Give it a name such as "kitte1".');
});

/** What does not hold together, and where it stands below `dkim`. */
export interface DkimProblem {
  readonly input: unknown;
  readonly refusal: Refusal;
  readonly path: readonly PropertyKey[];
}

interface Selectors {
  readonly selectors: readonly string[];
  readonly active: string;
  readonly retired: readonly string[];
}

/** Each name has one meaning: it signs or may sign, or it is retired. */
export function selectorProblems({ selectors, active, retired }: Selectors): DkimProblem[] {
  if (selectors.length === 0) {
    const refusal = new Refusal('at least one selector', 'Give one, such as "kitte1".');
    return [{ input: selectors, refusal, path: ['selectors'] }];
  }
  const problems = [...twice('selectors', selectors), ...twice('retired', retired)];
  retired.forEach((name, index) => {
    if (!selectors.includes(name)) return;
    const refusal = new Refusal(
      'a selector that is not in dkim.selectors: it has a key, or its key is revoked',
      `Take "${name}" out of one of the two. A retired name gets no second key: choose another one.`,
    );
    problems.push({ input: name, refusal, path: ['retired', index] });
  });
  if (!selectors.includes(active)) {
    const refusal = new Refusal(
      `one of dkim.selectors: ${selectors.map((name) => `"${name}"`).join(', ')}`,
      `Add "${active}" to dkim.selectors, or make another one active.`,
    );
    problems.push({ input: active, refusal, path: ['active'] });
  }
  return problems;
}

function twice(key: string, names: readonly string[]): DkimProblem[] {
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return [];
    const refusal = new Refusal('each selector once', `Remove the second "${name}".`);
    return [{ input: name, refusal, path: [key, index] }];
  });
}
