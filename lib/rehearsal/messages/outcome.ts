import type { Case, ReceiverName, Right } from './case';
import { RELAYS, whole } from './case';
import type { Verdict } from './judge/verdicts';
import type { Row } from './row';
import type { Submission } from './tap/session';

export interface Facts {
  /** What the client said. */
  readonly said: string;
  readonly submissions: readonly Submission[];
  /** Where it was sent. */
  readonly expected: readonly ReceiverName[];
  readonly arrived: readonly ReceiverName[];
  readonly verdicts: readonly Verdict[];
}

/** What came of a case against what must come of it. */
export function outcomeOf(one: Case, facts: Facts): Row {
  const right = one.right ?? whole;
  const reply = lastReply(one, facts);
  const refused = one.client === 'machine' ? facts.said !== 'sent' : !reply.startsWith('2');
  const outcome = refused ? 'refused' : facts.arrived.length > 0 ? 'arrived' : 'lost';
  const broken = facts.verdicts.filter(({ problem }) => problem !== '');
  const problems = broken.filter(({ name }) => one.beyond?.verdicts.test(name) !== true);
  const excused = !refused && broken.length > problems.length ? one.beyond?.why : undefined;
  return {
    ...{ id: one.id, kind: one.kind, client: one.client, what: one.what, right: right.kind, outcome },
    words: refused ? reply : '',
    receivers: [...new Set(facts.arrived)],
    held: facts.verdicts.length - broken.length,
    ...(excused === undefined ? {} : { excused }),
    failures: refused
      ? refusal(right, reply, mayBeKept(one) && facts.submissions.length === 0)
      : [...arrival(right, facts), ...problems.map(({ name, problem }) => `${name}: ${problem}`)],
  };
}

/** The client's words alone where the server was never spoken to. */
function lastReply(one: Case, { said, submissions }: Facts): string {
  if (one.client === 'machine') return said;
  // smtplib shows what it was told as a tuple: (552, b'5.3.4 ...').
  const told = /\((\d{3}), b['"](.*?)['"]/.exec(said);
  if (submissions.length === 0 && told !== null) return `${told[1] ?? ''} ${told[2] ?? ''}`;
  return (
    submissions.at(-1)?.reply ?? (said === 'sent' || said === '' ? 'the server never heard of it' : said)
  );
}

/** A host's own mail server may refuse what it cannot hand on: the server never hears of it. */
export const mayBeKept = ({ client, right }: Case) =>
  right?.kind === 'either' && (RELAYS as readonly string[]).includes(client);

function refusal(right: Right, reply: string, kept: boolean): string[] {
  if (kept) return [];
  if (right.kind === 'whole') return [`refused: ${reply}`];
  if (!/^5\d\d/.test(reply)) return [`not refused for good: ${reply}`];
  // Who writes programs reads one line: it must say what and why.
  return right.words
    .filter((words) => !words.test(reply))
    .map((words) => `"${reply}" does not say ${String(words)}`);
}

function arrival(right: Right, { expected, arrived }: Facts): string[] {
  if (right.kind === 'refused') return ['accepted: it must be refused'];
  const returned = right.kind === 'whole' ? (right.returned ?? []) : [];
  return [
    ...expected
      .filter((name) => !arrived.includes(name) && !returned.includes(name))
      .map((name) => `did not arrive at ${name}`),
    ...expected
      .filter((name) => arrived.filter((each) => each === name).length > 1)
      .map((name) => `arrived at ${name} more than once`),
    ...arrived
      .filter((name) => returned.includes(name))
      .map((name) => `arrived at ${name}, which cannot take it`),
  ];
}
