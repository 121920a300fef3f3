import { PHASES, phaseOf } from '../rotation/phase';
import { changesOf } from '../rotation/edit/config-edit';
import { propose } from '../rotation/edit/config-file';
import { literal } from '../rotation/edit/splice';
import type { Step } from '../rotation/plan';
import { change } from './config-change';
import type { Situation } from './dkim-situation';
import { progress, say } from './say';

type Edit = Extract<Step, { kind: 'edit' }>;

const TOO_EARLY = 2;

/** Takes the one next step: changes the config, or says why not yet. */
export async function rotate(situation: Situation, yes: boolean): Promise<void> {
  const { environments, environment, isOneOfSeveral, step, file } = situation;
  const domain = isOneOfSeveral ? environment.domain : undefined;
  say(
    `Environment ${environment.name}${domain === undefined ? '' : `, ${domain}`}: ${PHASES[phaseOf(environment.dkim)]}.`,
  );
  if (step.kind === 'wait') {
    progress(waiting(step));
    process.exitCode = TOO_EARLY;
    return;
  }
  say(`Next: ${step.what}.`);
  await change({
    ...{ file, yes },
    propose: () => propose(file, environments, environment, step.dkim),
    byHand: byHand(environment, step, domain),
    after: after(step, environment.name, rotateCommand(domain)),
  });
}

interface Waiting {
  readonly reason: string;
  readonly until?: Date;
  readonly todo: string;
}

export function waiting({ reason, until, todo }: Waiting): string {
  const time = until === undefined ? '' : ` The next step can be taken from ${iso(until)} on.`;
  return `Not yet. ${reason}${time} ${todo}`;
}

export const iso = (moment: Date) => moment.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** What a person does once the config is changed. */
function after({ deploy }: Edit, name: string, command: string): string {
  return deploy
    ? `Commit it and run \`npx cdk deploy '${name}/*'\`; then \`${command}\` takes the next step.`
    : `It notes what was seen: there is nothing to deploy. \`${command}\` says when the next step can be taken.`;
}

/** What takes the next step; one of several domains must be named. */
export const rotateCommand = (domain: string | undefined) =>
  `kitte dkim rotate${domain === undefined ? '' : ` --domain ${domain}`}`;

function byHand({ name, dkim }: Situation['environment'], step: Edit, domain: string | undefined): string[] {
  const place = domain === undefined ? 'dkim' : `domains['${domain}'].dkim`;
  const lines = Object.entries(changesOf(dkim, step.dkim)).map(([key, value]) =>
    value === undefined ? `  ${key}: (remove it)` : `  ${key}: ${literal(value, { quote: "'" })}`,
  );
  return [`Make the config say this of environment ${name}, below ${place}:`, ...lines];
}
