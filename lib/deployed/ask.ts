import { type Answer, answerOf, commandLine, type CommandName, otherVersion } from '../contract/commands';
import { AwsFailure, ScriptFailure } from './failure';
import type { Machine } from './machine';

export interface Asked {
  /** What it is asked for, such as `reading a letter`. */
  readonly purpose: string;
  readonly words?: readonly string[];
  /** What goes in on standard input. */
  readonly lines?: readonly string[];
  readonly timeoutSeconds?: number;
}

/** Asks the machine for one of its commands. One of another version is an AwsFailure that says so. */
export async function ask<N extends CommandName>(
  machine: Machine,
  name: N,
  { purpose, words, lines, timeoutSeconds }: Asked,
): Promise<Answer<N>> {
  const line = commandLine(name, words, lines);
  try {
    return answerOf(name, await machine.run(purpose, line, timeoutSeconds));
  } catch (error) {
    const other = error instanceof ScriptFailure ? otherVersion(error.message) : undefined;
    if (other !== undefined)
      throw new AwsFailure(`${machine.instanceId}: ${other.words.en} ${other.remedy.en}`);
    throw error;
  }
}
