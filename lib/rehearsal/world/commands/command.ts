/** A command of the host, and where its end is told to. */
export interface Command {
  readonly id: number;
  readonly argv: readonly string[];
  readonly input: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** How a command ended. */
export interface Ended {
  readonly id: number;
  /** Its exit code, the signal that ended it, or why it did not start; none if all was well. */
  readonly code: number | string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}
