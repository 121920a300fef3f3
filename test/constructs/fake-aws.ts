import type { Sender } from '../../lib/deployed/sender';

type Answer = (input: never) => unknown;

/** A service that answers each command by its name, remembers what it was sent, and refuses what it does not expect. */
export class FakeAws implements Sender {
  readonly calls: string[] = [];

  constructor(private readonly answers: Readonly<Record<string, Answer>>) {}

  send(command: { constructor: { name: string }; input: never }): Promise<unknown> {
    const name = command.constructor.name.replace(/Command$/, '');
    this.calls.push(name);
    const answer = this.answers[name];
    return new Promise((resolve) => {
      if (answer === undefined) throw new Error(`unexpected call of ${name}`);
      resolve(answer(command.input));
    });
  }
}

export function awsError(name: string): Error {
  return Object.assign(new Error(`AWS says ${name}`), { name });
}
