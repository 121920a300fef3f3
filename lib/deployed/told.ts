import type { InBoth } from '../contract/reading';

/** What AWS answered, or why it did not. */
export type Told<T> = { readonly ok: true; readonly value: T } | Untold;

export interface Untold {
  readonly ok: false;
  /** `absent`: what was asked for does not exist; `unasked`: nobody could ask, for want of credentials or a region. */
  readonly because: 'unasked' | 'denied' | 'absent' | 'failed';
  /** The IAM action, such as `route53:GetHostedZone`. */
  readonly action: string;
  /** The words of AWS or of its SDK, with the error's name. */
  readonly detail: string;
  /** In a sentence, naming the call. */
  readonly reason: string;
  /** Where the words are ours: in both languages, without the remedy. */
  readonly said?: InBoth;
  /** What to do about it; else by `because`. */
  readonly remedy?: InBoth;
}

/** Awaits an AWS call; a failure becomes a sentence. `action` is the IAM action. */
export async function told<T>(action: string, call: () => Promise<T>): Promise<Told<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return untold(action, error);
  }
}

/** AWS answered, but not with what was asked for. */
export function lacking(because: Untold['because'], action: string, said: InBoth, remedy?: InBoth): Untold {
  const reason = said.en.endsWith('.') ? said.en : `${said.en}.`;
  return {
    ...{ ok: false, because, action, detail: said.en, reason, said },
    ...(remedy === undefined ? {} : { remedy }),
  };
}

const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|AuthFailure)$/;
const UNKNOWN_KEY =
  /^(InvalidClientTokenId|UnrecognizedClientException|ExpiredToken(Exception)?|SignatureDoesNotMatch|MissingAuthenticationToken)$/;
const ABSENT = /NotFound|NoSuch|^ResourceNotFoundException$/;

export function untold(action: string, error: unknown): Untold {
  const { name, message } =
    error instanceof Error ? error : { name: 'an unknown failure', message: String(error) };
  const not = (because: Untold['because'], reason: string): Untold => ({
    ok: false,
    because,
    action,
    detail: `${name}: ${message}`,
    reason,
  });
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return not('unasked', `${action} was not called: the shell has no AWS credentials (${message}).`);
  if (/region is missing/i.test(message))
    return not('unasked', `${action} was not called: no AWS region is set.`);
  if (UNKNOWN_KEY.test(name))
    return not('unasked', `${action}: AWS does not take the credentials (${name}).`);
  if (DENIED.test(name)) return not('denied', `The credentials may not call ${action}.`);
  // CloudFormation and Systems Manager tell of what is missing by a general name.
  const isAbsent = ABSENT.test(name) || (name === 'ValidationError' && /does not exist/.test(message));
  return not(isAbsent ? 'absent' : 'failed', `${action} failed: ${name}: ${message}`);
}
