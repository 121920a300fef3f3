import { PHASES, phaseOf } from '../rotation/phase';
import { diff } from '../rotation/edit/diff';
import { changesOf } from '../rotation/edit/config-edit';
import { propose } from '../rotation/edit/config-file';
import { literal } from '../rotation/edit/splice';
import { Uneditable } from '../rotation/edit/syntax';
import type { Step } from '../rotation/plan';
import type { Situation } from './dkim';
import { UsageError } from './failure';
import { progress, say } from './say';
import { asked, canAsk } from './terminal';

type Edit = Extract<Step, { kind: 'edit' }>;

const TOO_EARLY = 2;
const BY_HAND = 3;

/** Takes the one next step: changes the config, or says why not yet. */
export async function rotate(situation: Situation, yes: boolean): Promise<void> {
  const { environment, step, file } = situation;
  say(`Environment ${environment.name}: ${PHASES[phaseOf(environment.dkim)]}.`);
  if (step.kind === 'wait') {
    progress(waiting(step));
    process.exitCode = TOO_EARLY;
    return;
  }
  say(`Next: ${step.what}.`);
  const proposal = await proposed(situation, step);
  if (proposal === undefined) return;
  process.stdout.write(`\n${file}\n${diff(proposal.before, proposal.after)}\n`);
  if (!yes && !(await agreed(file))) return say('Nothing was changed.');
  await proposal.write().catch((error: unknown) => {
    throw error instanceof Uneditable
      ? new UsageError(`${file} was not written: ${error.message}. Run it again.`)
      : error;
  });
  say(`Changed ${file}. ${after(step, environment.name)}`);
}

export function waiting({ reason, until, todo }: Extract<Step, { kind: 'wait' }>): string {
  const time = until === undefined ? '' : ` The next step can be taken from ${iso(until)} on.`;
  return `Not yet. ${reason}${time} ${todo}`;
}

export const iso = (moment: Date) => moment.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** What a person does once the config is changed. */
function after({ deploy }: Edit, name: string): string {
  return deploy
    ? `Commit it and run \`npx cdk deploy '${name}/*'\`; then \`kitte dkim rotate\` takes the next step.`
    : 'It notes what was seen: there is nothing to deploy. `kitte dkim rotate` says when the next step can be taken.';
}

async function proposed({ file, environments, environment }: Situation, step: Edit) {
  try {
    return await propose(file, environments, environment, step.dkim);
  } catch (error) {
    if (!(error instanceof Uneditable)) throw error;
    process.stderr.write(byHand(file, error.message, environment, step));
    process.exitCode = BY_HAND;
    return undefined;
  }
}

function byHand(file: string, reason: string, { name, dkim }: Situation['environment'], step: Edit): string {
  const lines = Object.entries(changesOf(dkim, step.dkim)).map(([key, value]) =>
    value === undefined ? `  ${key}: (remove it)` : `  ${key}: ${literal(value, { quote: "'" })}`,
  );
  return [
    `${file} is not changed by itself: ${reason}.`,
    `Make the config say this of environment ${name}, below dkim:`,
    ...lines,
    after(step, name),
    '',
  ].join('\n');
}

async function agreed(file: string): Promise<boolean> {
  if (!canAsk())
    throw new UsageError(`There is no terminal to ask in. Give --yes to change ${file} without a question.`);
  // An ES module: loaded when a person is there to answer.
  const { default: confirm } = await import('@inquirer/confirm');
  return asked(confirm({ message: 'Change the config so?', default: false }), 'Nothing was changed.');
}
