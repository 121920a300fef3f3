import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import type { Sender } from '../handler/sender';
import { passwordsFor, passwordsIn, passwordsText, type Passwords } from '../../users/passwords';

export interface UsersProperties {
  readonly SecretId: string;
  readonly Logins: readonly string[];
}

/** Keeps the secret's logins as the config has them. Answers the version, never a password. */
export function usersHandler(secretsManager: Sender) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    const { SecretId, Logins } = event.ResourceProperties as unknown as UsersProperties;
    const PhysicalResourceId = `${SecretId}#users`;
    // The secret goes, or is kept, with its own resource.
    if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };

    const current = (await secretsManager.send(new GetSecretValueCommand({ SecretId }))) as {
      SecretString: string;
      VersionId: string;
    };
    const existing = parse(current.SecretString, SecretId);
    const wanted = passwordsFor(Logins, existing);
    if (sameLogins(existing, wanted)) return { PhysicalResourceId, Data: { VersionId: current.VersionId } };

    const { VersionId } = (await secretsManager.send(
      new PutSecretValueCommand({ SecretId, SecretString: passwordsText(wanted) }),
    )) as { VersionId: string };
    return { PhysicalResourceId, Data: { VersionId } };
  };
}

function parse(text: string, secretId: string): Passwords {
  const passwords = passwordsIn(text);
  if (passwords !== undefined) return passwords;
  // Said without the value: it is a secret.
  throw new Error(
    `The secret ${secretId} is not a JSON object of login to password. Restore its previous version in Secrets Manager, then deploy again.`,
  );
}

function sameLogins(a: Passwords, b: Passwords): boolean {
  const logins = (passwords: Passwords) => JSON.stringify(Object.keys(passwords).sort());
  return logins(a) === logins(b);
}
