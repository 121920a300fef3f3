import {
  DescribeStackResourcesCommand,
  type DescribeStackResourcesCommandOutput,
} from '@aws-sdk/client-cloudformation';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { passwordsIn } from '../../users/passwords';
import { isAwsError, type Sender } from '../../deployed/sender';

export interface LeftoverProperties {
  /** `aside` makes the name free before the stack's own secret; `give` hands over what lay there, once that secret exists. */
  readonly Step: 'aside' | 'give';
  /** ARNs without the six characters at their end: a policy can name these, whether the secret is there or not. */
  readonly Secret: string;
  /** Where the passwords lie in between. */
  readonly Aside: string;
  /** Logical id of the stack's own secret. */
  readonly LogicalId: string;
  /** `true` when the passwords outlive the stack. */
  readonly Retain: string;
}

export interface LeftoverWorld {
  readonly secretsManager: Sender;
  readonly cloudFormation: Sender;
  /** Until a name that was freed is free: AWS deletes in the background. */
  readonly pause: () => Promise<unknown>;
}

/** For a roll-back: a secret that waits for its deletion costs nothing, and can be had back. */
const DAYS = 7;
const TRIES = 30;
const STACK_NAME = 'aws:cloudformation:stack-name';

/** Adopts a secret that an earlier deployment left: CloudFormation can make none whose name is taken, and imports none by its name. */
export function leftoverHandler(world: LeftoverWorld) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    const properties = event.ResourceProperties as unknown as LeftoverProperties;
    const { Step, Secret, Aside, Retain } = properties;
    if (event.RequestType === 'Delete') {
      if (Step === 'give' && Retain !== 'true') await forget(world, Aside);
      return { PhysicalResourceId: event.PhysicalResourceId };
    }
    if (event.RequestType === 'Create') {
      if (Step === 'aside') await aside(world, properties, event.StackId);
      else await give(world, properties);
    }
    return { PhysicalResourceId: `${nameOf(Secret)}#${Step}` };
  };
}

async function aside(world: LeftoverWorld, properties: LeftoverProperties, stack: string): Promise<void> {
  const { secretsManager } = world;
  const { Secret, Aside } = properties;
  const found = await described(secretsManager, Secret);
  if (found === undefined || (await isOwn(world, properties, stack, found))) return;
  const owner = found.Tags?.find(({ Key }) => Key === STACK_NAME)?.Value;
  const [, own] = /:stack\/([^/]+)\//.exec(stack) ?? [];
  if (owner !== undefined && owner !== own)
    throw new Error(
      `The secret ${nameOf(Secret)} belongs to the stack ${owner}: it is not taken from there. Give the environment another name, or delete that stack and its secret, then deploy again. Nothing was changed.`,
    );
  if (found.DeletedDate !== undefined)
    await secretsManager.send(new RestoreSecretCommand({ SecretId: Secret }));
  await put(secretsManager, Aside, await passwordsOf(secretsManager, Secret));
  await secretsManager.send(new DeleteSecretCommand({ SecretId: Secret, ForceDeleteWithoutRecovery: true }));
  await gone(world, Secret);
}

async function give({ secretsManager }: LeftoverWorld, { Secret, Aside }: LeftoverProperties): Promise<void> {
  const found = await described(secretsManager, Aside);
  if (found === undefined) return;
  if (found.DeletedDate !== undefined)
    await secretsManager.send(new RestoreSecretCommand({ SecretId: Aside }));
  const SecretString = await passwordsOf(secretsManager, Aside);
  await secretsManager.send(new PutSecretValueCommand({ SecretId: Secret, SecretString }));
  await secretsManager.send(new DeleteSecretCommand({ SecretId: Aside, RecoveryWindowInDays: DAYS }));
}

/** The deployment was not meant to stay: neither are its passwords. */
async function forget({ secretsManager }: LeftoverWorld, SecretId: string): Promise<void> {
  const found = await described(secretsManager, SecretId);
  if (found === undefined) return;
  // AWS deletes nothing at once that already waits for its deletion.
  if (found.DeletedDate !== undefined) await secretsManager.send(new RestoreSecretCommand({ SecretId }));
  await secretsManager.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
}

const nameOf = (arn: string) => arn.split(':secret:')[1] ?? arn;

async function put(secretsManager: Sender, SecretId: string, SecretString: string): Promise<void> {
  const there = await described(secretsManager, SecretId);
  if (there === undefined) {
    const Description = 'Kitte: passwords of an earlier deployment, on their way to the next one';
    await secretsManager.send(new CreateSecretCommand({ Name: nameOf(SecretId), SecretString, Description }));
    return;
  }
  if (there.DeletedDate !== undefined) await secretsManager.send(new RestoreSecretCommand({ SecretId }));
  await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
}

async function passwordsOf(secretsManager: Sender, SecretId: string): Promise<string> {
  const text = await valueOf(secretsManager, SecretId);
  if (passwordsIn(text) !== undefined) return text;
  // Said without the value: it is a secret.
  throw new Error(
    `The secret ${nameOf(SecretId)} was there before this deploy and is not a JSON object of login to password. Restore its previous version in Secrets Manager, or delete it, then deploy again. Its value was not changed.`,
  );
}

/** A secret may have been made without a value. */
async function valueOf(secretsManager: Sender, SecretId: string): Promise<string> {
  try {
    const { SecretString = '' } = (await secretsManager.send(new GetSecretValueCommand({ SecretId }))) as {
      SecretString?: string;
    };
    return SecretString;
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return '{}';
    throw error;
  }
}

async function described(
  secretsManager: Sender,
  SecretId: string,
): Promise<DescribeSecretCommandOutput | undefined> {
  try {
    return (await secretsManager.send(
      new DescribeSecretCommand({ SecretId }),
    )) as DescribeSecretCommandOutput;
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

/** In a stack that was deployed before it had this resource, the secret is in use. */
async function isOwn(
  { cloudFormation }: LeftoverWorld,
  { LogicalId }: LeftoverProperties,
  StackName: string,
  { ARN }: DescribeSecretCommandOutput,
): Promise<boolean> {
  const { StackResources = [] } = (await cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName }),
  )) as DescribeStackResourcesCommandOutput;
  return StackResources.some(
    ({ LogicalResourceId, PhysicalResourceId }) =>
      LogicalResourceId === LogicalId && PhysicalResourceId === ARN,
  );
}

async function gone({ secretsManager, pause }: LeftoverWorld, secret: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if ((await described(secretsManager, secret)) === undefined) return;
    await pause();
  }
  throw new Error(
    `AWS has not finished deleting the secret ${nameOf(secret)}. Its passwords lie safe in another one; deploy again.`,
  );
}
