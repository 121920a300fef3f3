import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { dkimTxtValue } from '../../dns/dkim';
import { parameterValue } from '../../deployed/parameter';
import { isAwsError, type Sender } from '../../deployed/sender';

export interface DkimKeyProperties {
  /** SSM SecureString that holds the private key as PEM. */
  readonly ParameterName: string;
  /** Bits, as CloudFormation's string. */
  readonly KeySize: string;
  /** `true` keeps the private key when the resource goes. */
  readonly Retain: string;
  /** `true` where a key that is there stays whatever its size. */
  readonly AnySize?: string;
  /** `true` once the selector is retired: its private key goes, whatever Retain says. */
  readonly Retired?: string;
}

/**
 * Makes an RSA key, keeps the private half in the parameter and answers the public half as RDATA.
 * A key that exists is never overwritten: a retry finds the first one, and rotation is a new selector.
 */
export function dkimKeyHandler(ssm: Sender) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    const properties = event.ResourceProperties as unknown as DkimKeyProperties;
    const name = properties.ParameterName;
    if (event.RequestType === 'Delete') {
      if (properties.Retain !== 'true') await remove(ssm, name);
      return { PhysicalResourceId: event.PhysicalResourceId };
    }
    if (properties.Retired === 'true') {
      await remove(ssm, name);
      return { PhysicalResourceId: name };
    }
    const bits = Number(properties.KeySize);
    const existing = await read(ssm, name);
    const publicKey = existing ?? (await create(ssm, name, bits));
    const found = publicKey.asymmetricKeyDetails?.modulusLength;
    if (found !== bits && properties.AnySize !== 'true')
      throw new Error(
        `The DKIM key in ${name} has ${String(found)} bits, the config asks for ${String(bits)}. ` +
          'A key in use is never replaced under its selector: add a new selector with the new size, make it the active one, ' +
          'and remove the old one when its mail has been delivered.',
      );
    return { PhysicalResourceId: name, Data: { TxtValue: dkimTxtValue(publicKey) } };
  };
}

async function read(ssm: Sender, name: string): Promise<KeyObject | undefined> {
  const pem = await parameterValue(ssm, name, { WithDecryption: true });
  return pem === undefined ? undefined : createPublicKey(pem);
}

async function create(ssm: Sender, name: string, bits: number): Promise<KeyObject> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  await ssm.send(
    new PutParameterCommand({
      Name: name,
      Type: 'SecureString',
      Value: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      Overwrite: false,
      Description: 'DKIM private key, made by Kitte. Only the mail server reads it.',
    }),
  );
  return publicKey;
}

async function remove(ssm: Sender, name: string): Promise<void> {
  try {
    await ssm.send(new DeleteParameterCommand({ Name: name }));
  } catch (error) {
    if (!isAwsError(error, 'ParameterNotFound')) throw error;
  }
}
