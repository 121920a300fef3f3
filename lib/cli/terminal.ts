import { UsageError } from './failure';

/** Whether a person can be asked: prompts read the one and draw on the other. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** A prompt that the person leaves with Ctrl-C ends the command in a sentence. */
export async function asked<T>(answer: Promise<T>, left: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new UsageError(left);
    throw error;
  }
}
