import type { Dkim } from '../config/environment';
import { columns } from '../rehearsal/report/terminal-columns';
import type { Look } from '../rehearsal/report/terminal';
import { visible } from '../rehearsal/report/visible';
import { wrapped } from '../rehearsal/report/wrapping';
import { PHASES, phaseOf } from '../rotation/phase';
import type { Answer, Seen } from '../rotation/seen';
import type { Situation } from './dkim-situation';
import { iso, rotateCommand, waiting } from './dkim-rotate';

/** How a selector stands, for a program. */
interface SelectorStatus {
  readonly selector: string;
  readonly role: 'signs' | 'waits' | 'signed before' | 'retired';
  /** By the server's own word. */
  readonly signing: boolean | 'unknown';
  readonly servers: readonly { server: string; address: string; answer: string; ttl?: number }[];
}

export function statusJson(situation: Situation) {
  const { environment, seen } = situation;
  const { dkim, domain, name } = environment;
  return {
    environment: name,
    domain,
    phase: phaseOf(dkim),
    ...(dkim.rotation === undefined ? {} : { rotation: dkim.rotation }),
    signing: seen.signing.value ?? null,
    ...(seen.signing.unknown === undefined ? {} : { signingUnknown: seen.signing.unknown }),
    selectors: statuses(dkim, seen),
    next: nextJson(situation),
  };
}

export function statusText(situation: Situation, look: Look): string {
  const { environment, seen } = situation;
  const { dkim, domain, name } = environment;
  const rows = statuses(dkim, seen).map(({ selector, role, servers }) => [
    selector,
    role,
    servers.length === 0
      ? 'no name server could be asked'
      : servers.map(({ server, answer }) => visible(`${server}: ${answer}`)).join('\n'),
  ]);
  const { value, unknown } = seen.signing;
  const signing =
    value === undefined ? `not known which key signs: ${unknown}` : `the server signs with ${value}`;
  return [
    ...wrapped(`Environment ${name}, ${domain}: ${PHASES[phaseOf(dkim)]}; ${visible(signing)}.`, look.width),
    '',
    columns([['Selector', 'In the config', 'Its record'], ...rows], look.width),
    '',
    ...wrapped(`Next: ${nextText(situation)}`, look.width),
    '',
  ].join('\n');
}

const commandOf = ({ environment, isOneOfSeveral }: Situation) =>
  rotateCommand(isOneOfSeveral ? environment.domain : undefined);
const SOONER = 'sooner if somebody left who could read it';

/** A change of keys that nothing has begun is due once a year, and no fault before. */
function nextJson(situation: Situation) {
  const { environment, step, due } = situation;
  const command = commandOf(situation);
  if (step.kind === 'wait')
    return {
      what: step.todo,
      reason: step.reason,
      when: step.until === undefined ? null : iso(step.until),
    };
  const now = { what: step.what, when: 'now', command };
  if (phaseOf(environment.dkim) !== 'none' || due.value?.now === true) return now;
  return {
    what: 'nothing is due',
    reason: reasonOf(environment.dkim, due),
    when: due.value === undefined ? null : iso(due.value.from),
    command,
  };
}

function nextText(situation: Situation): string {
  const { environment, step, due } = situation;
  const command = commandOf(situation);
  if (step.kind === 'wait') return waiting(step);
  const { dkim } = environment;
  if (phaseOf(dkim) !== 'none') return `${step.what}. Now: ${command}`;
  const reason = reasonOf(dkim, due);
  if (due.value?.now === true) return `a new key is due: ${reason}. ${step.what}. Now: ${command}`;
  const when = due.value === undefined ? 'Once a year' : `From ${day(due.value.from)} on`;
  return `nothing is due: ${reason}. ${when}, ${SOONER}: ${command}`;
}

function reasonOf({ active }: Dkim, { value, unknown }: Situation['due']): string {
  return value === undefined
    ? `how old the key of ${active} is is not known: ${unknown}`
    : `the key of ${active} was made on ${day(value.made)}`;
}

const day = (moment: Date) => moment.toISOString().slice(0, 10);

/** Whether every name server of the zone answered: without that nothing is known of the records. */
export function allAnswered({ seen }: Situation): boolean {
  const all = Object.values(seen.answers);
  return all.every((answers) => answers.length > 0 && answers.every(({ error }) => error === undefined));
}

function statuses(dkim: Dkim, seen: Seen): SelectorStatus[] {
  return [...dkim.selectors, ...dkim.retired].map((selector) => ({
    selector,
    role: roleOf(selector, dkim),
    signing: seen.signing.value === undefined ? 'unknown' : seen.signing.value === selector,
    servers: (seen.answers[selector] ?? []).map((answer) => ({
      server: answer.server,
      address: answer.address,
      answer: inWords(answer, selector, seen),
      ...(answer.ttl === undefined ? {} : { ttl: answer.ttl }),
    })),
  }));
}

function roleOf(selector: string, { active, retired, rotation }: Dkim): SelectorStatus['role'] {
  if (selector === active) return 'signs';
  if (retired.includes(selector)) return 'retired';
  return rotation?.from === selector ? 'signed before' : 'waits';
}

function inWords({ key, error }: Answer, selector: string, { keys }: Seen): string {
  if (error !== undefined) return `no answer: ${error}`;
  if (key === undefined) return 'no record';
  if (key === '') return 'an empty key';
  const made = keys.value?.[selector];
  if (made === undefined) return 'a key';
  return key === made ? 'the key of the deploy' : 'another key than that of the deploy';
}
