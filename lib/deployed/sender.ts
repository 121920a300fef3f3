/**
 * The one method of an AWS SDK client that a handler uses: what a test replaces.
 * Output is named by the caller, as the SDK's own overloads tie it to the command's class.
 */
export interface Sender {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the SDK's send is generic over each client's own commands
  send(command: any): Promise<any>;
}

/** AWS errors carry their code as `name`. */
export function isAwsError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes(error.name);
}
