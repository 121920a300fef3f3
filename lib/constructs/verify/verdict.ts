import { DEMAND_IDS } from '../../checks/demands';
import type { Row } from '../../checks/row';

/** An output's value may have 1,024 bytes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LIMIT = 1000;

export interface Verdict {
  readonly good: boolean;
  readonly text: string;
}

/** The rows in a line that a person reads in the stack's outputs. What was skipped was not seen, and does not count. `notes` stand behind. */
export function verdictOf(all: readonly Row[], notes: readonly string[] = []): Verdict {
  // What receivers demand follows from the other rows.
  const rows = all.filter(({ id, verdict }) => verdict !== 'skip' && !DEMAND_IDS.includes(id));
  const passed = rows.filter(({ verdict }) => verdict === 'pass');
  const failed = rows.filter(({ verdict }) => verdict === 'fail');
  const warned = rows.filter(({ verdict }) => verdict === 'warn');
  const word = failed.length > 0 ? 'fail' : warned.length > 0 ? 'warn' : 'pass';
  const head = `${word}: ${String(passed.length)} of ${String(rows.length)}`;
  return {
    good: failed.length === 0,
    text: fitted(head, [...[...failed, ...warned].map(sentence), ...notes]),
  };
}

function sentence({ id, domain, subject, seen, expected, next }: Row): string {
  return `${domain === undefined ? '' : `${domain} `}${id} (${subject}): ${seen}, expected ${expected}. Next: ${next}`;
}

/** Whole sentences as far as they fit; a first one that does not is cut. */
function fitted(head: string, sentences: readonly string[]): string {
  let text = head;
  for (const [index, next] of sentences.entries()) {
    const left = sentences.length - index;
    const rest = `; ${String(left)} more, which npm run kitte -- doctor shows`;
    const longer = `${text}; ${next}`;
    const room = LIMIT - (left > 1 ? bytes(rest) : 0);
    if (bytes(longer) <= room) text = longer;
    else
      return index === 0 ? `${cut(longer, LIMIT - bytes(rest) - 3)}...${left > 1 ? rest : ''}` : text + rest;
  }
  return text;
}

const bytes = (text: string) => Buffer.byteLength(text);

function cut(text: string, limit: number): string {
  let short = text.slice(0, limit);
  while (bytes(short) > limit) short = short.slice(0, -1);
  return short;
}
