import { AssumeRoleCommand, type AssumeRoleCommandOutput } from '@aws-sdk/client-sts';

import type { Sender } from './sender';

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Credentials of a role, for a quarter of an hour: AWS gives no shorter ones. `name` is what its account's log calls us. */
export async function sessionOf(sts: Sender, RoleArn: string, name: string): Promise<SessionCredentials> {
  const { Credentials } = (await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: name, DurationSeconds: 900 }),
  )) as AssumeRoleCommandOutput;
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
    throw new Error(`AWS gave no credentials of the role ${RoleArn}.`);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
