import { told, type Told, type Untold } from './told';

/** AWS, or the machine behind it, did not do what a command needs. The message is for the person, and says what to do. */
export class AwsFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AwsFailure';
  }
}

/** The script itself failed, on a machine that was reached. */
export class ScriptFailure extends AwsFailure {
  constructor(message: string) {
    super(message);
    this.name = 'ScriptFailure';
  }
}

const REMEDY: Readonly<Record<Untold['because'], string>> = {
  unasked: 'Set credentials and a region, for example with AWS_PROFILE, and try again.',
  denied: 'Have it allowed: docs/commands.md lists what each command calls.',
  absent: 'See that the environment is deployed, and that account and region are the right ones.',
  failed: 'Try again; if it stays, AWS names the reason above.',
};

/** Awaits an AWS call that the command cannot do without. `action` is the IAM action. */
export async function needed<T>(action: string, call: () => Promise<T>): Promise<T> {
  return demanded(await told(action, call));
}

/** The answer, where a command cannot do without it. */
export function demanded<T>(answer: Told<T>): T {
  if (answer.ok) return answer.value;
  throw new AwsFailure(`${answer.reason} ${answer.remedy?.en ?? REMEDY[answer.because]}`);
}
