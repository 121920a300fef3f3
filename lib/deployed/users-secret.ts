import { randomUUID } from 'node:crypto';

import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';

import type { Names } from '../config/names';
import { type Passwords, passwordsIn, passwordsText, turned } from '../users/passwords';
import type { Clients } from './clients';
import { AwsFailure, needed } from './failure';
import { lacking, type Told } from './told';

export interface UsersSecret {
  readonly version: string;
  readonly passwords: Passwords;
}

type Secrets = Pick<Clients, 'secretsManager'>;

export async function readUsers({ secretsManager }: Secrets, { usersSecret }: Names): Promise<UsersSecret> {
  const { SecretString = '', VersionId = '' } = await needed('secretsmanager:GetSecretValue', () =>
    secretsManager.send(new GetSecretValueCommand({ SecretId: usersSecret })),
  );
  return { version: VersionId, passwords: parsed(SecretString, usersSecret) };
}

/** The same for who can do without. */
export async function toldUsers(clients: Secrets, names: Names): Promise<Told<UsersSecret>> {
  try {
    return { ok: true, value: await readUsers(clients, names) };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return lacking('failed', 'secretsmanager:GetSecretValue', { en: error.message, ja: error.message });
  }
}

/** Who has a password, and which version is the present one, without reading any. */
export async function usersVersion(
  { secretsManager }: Secrets,
  { usersSecret }: Names,
): Promise<{ readonly current: string; readonly changed?: Date }> {
  const { VersionIdsToStages = {}, LastChangedDate } = await needed('secretsmanager:DescribeSecret', () =>
    secretsManager.send(new DescribeSecretCommand({ SecretId: usersSecret })),
  );
  const [current = ''] =
    Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT')) ?? [];
  return { current, ...(LastChangedDate === undefined ? {} : { changed: LastChangedDate }) };
}

export interface Turned {
  readonly version: string;
  /** Where the old password still stands, as AWSPREVIOUS. */
  readonly previousVersion: string;
  readonly oldPassword: string;
  readonly newPassword: string;
}

/** A new password for one login as a new version of the secret; the other logins keep theirs. */
export async function turnPassword(clients: Secrets, names: Names, login: string): Promise<Turned> {
  const { usersSecret } = names;
  const before = await readUsers(clients, names);
  const oldPassword = Object.hasOwn(before.passwords, login) ? before.passwords[login] : undefined;
  if (oldPassword === undefined)
    throw new AwsFailure(
      `The secret ${usersSecret} has no login "${login}". It has: ${Object.keys(before.passwords).join(', ') || 'none'}. Deploy the config that names it.`,
    );
  const after = turned(before.passwords, login);
  const version = randomUUID();
  await needed('secretsmanager:PutSecretValue', () =>
    clients.secretsManager.send(
      new PutSecretValueCommand({
        SecretId: usersSecret,
        SecretString: passwordsText(after),
        ClientRequestToken: version,
      }),
    ),
  );
  await demandNothingBetween(clients, names, before.version);
  return { version, previousVersion: before.version, oldPassword, newPassword: after[login] ?? '' };
}

/** Secrets Manager knows no compare-and-set: a change of somebody else between read and write would be lost unseen. */
async function demandNothingBetween(
  { secretsManager }: Secrets,
  { usersSecret }: Names,
  expected: string,
): Promise<void> {
  const { VersionIdsToStages = {} } = await needed('secretsmanager:DescribeSecret', () =>
    secretsManager.send(new DescribeSecretCommand({ SecretId: usersSecret })),
  );
  const previous = Object.entries(VersionIdsToStages).find(([, stages]) =>
    stages.includes('AWSPREVIOUS'),
  )?.[0];
  if (previous === expected) return;
  throw new AwsFailure(
    `Somebody else changed the secret ${usersSecret} at the same moment, and that change is no longer the present one. ` +
      `It is version ${previous ?? 'unknown'}: compare it with the present one in Secrets Manager, and turn the passwords that are concerned again.`,
  );
}

function parsed(text: string, name: string): Passwords {
  const passwords = passwordsIn(text);
  if (passwords !== undefined) return passwords;
  // Said without the value: it is a secret.
  throw new AwsFailure(
    `The secret ${name} is not a JSON object of login to password. Restore its previous version in Secrets Manager.`,
  );
}
