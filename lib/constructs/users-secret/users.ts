import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { isAwsError, type Sender } from '../../deployed/sender';
import { passwordsFor, passwordsIn, passwordsText, type Passwords } from '../../users/passwords';
import { REMOVED_STAGE, rememberedOf, removedIn, returning, written } from '../../users/removed';

export interface UsersProperties {
  readonly SecretId: string;
  readonly Logins: readonly string[];
}

/**
 * Keeps the secret's logins as the config has them. Answers the version, never a password. What a login had that leaves is put
 * aside under a label of its own before it goes: a roll-back asks for the logins of before, and finds their passwords there.
 */
export function usersHandler(secretsManager: Sender, now: () => Date) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    const { SecretId, Logins } = event.ResourceProperties as unknown as UsersProperties;
    const PhysicalResourceId = `${SecretId}#users`;
    // The secret goes, or is kept, with its own resource.
    if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };

    const current = await versionOf(secretsManager, { SecretId });
    const read = current === undefined ? {} : parse(current.SecretString, SecretId);
    const existing = Object.keys(read).length > 0 ? read : await overwritten(secretsManager, SecretId);
    if (current !== undefined && sameLogins(Object.keys(read), Logins))
      return { PhysicalResourceId, Data: { VersionId: current.VersionId } };

    const aside = await versionOf(secretsManager, { SecretId, VersionStage: REMOVED_STAGE });
    const before = removedIn(aside?.SecretString ?? '{}');
    const wanted = passwordsFor(Logins, { ...returning(before, now()), ...existing });
    const put = async (SecretString: string, ...VersionStages: string[]) =>
      (await secretsManager.send(
        new PutSecretValueCommand({
          ...{ SecretId, SecretString },
          ...(VersionStages.length > 0 ? { VersionStages } : {}),
        }),
      )) as { VersionId: string };
    const remembered = rememberedOf(before, existing, Logins, now());
    // First: should the next call fail, nothing is lost. One that comes back stays aside until it is seen to be back.
    if (written(remembered) !== written(before)) await put(written(remembered), REMOVED_STAGE);
    const { VersionId } = await put(passwordsText(wanted));
    return { PhysicalResourceId, Data: { VersionId } };
  };
}

/** No config is without logins, so an empty object is the template's: an update of the secret may have put it over passwords. */
async function overwritten(secretsManager: Sender, SecretId: string): Promise<Passwords> {
  const previous = await versionOf(secretsManager, { SecretId, VersionStage: 'AWSPREVIOUS' });
  return passwordsIn(previous?.SecretString ?? '{}') ?? {};
}

interface Version {
  readonly SecretString: string;
  readonly VersionId: string;
}

/** Nothing where no version has the label: a new secret has no AWSCURRENT either. */
async function versionOf(
  secretsManager: Sender,
  request: { readonly SecretId: string; readonly VersionStage?: string },
): Promise<Version | undefined> {
  try {
    return (await secretsManager.send(new GetSecretValueCommand(request))) as Version;
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

function parse(text: string, secretId: string): Passwords {
  const passwords = passwordsIn(text);
  if (passwords !== undefined) return passwords;
  // Said without the value: it is a secret.
  throw new Error(
    `The secret ${secretId} is not a JSON object of login to password. Restore its previous version in Secrets Manager, then deploy again.`,
  );
}

function sameLogins(a: readonly string[], b: readonly string[]): boolean {
  const set = (logins: readonly string[]) => JSON.stringify([...new Set(logins)].sort());
  return set(a) === set(b);
}
