import {
  GetParameterCommand,
  type GetParameterCommandInput,
  type GetParameterCommandOutput,
} from '@aws-sdk/client-ssm';

import { isAwsError, type Sender } from './sender';
import { told, type Told } from './told';

export interface Parameter {
  readonly value: string;
  /** When it was written last. */
  readonly changed?: Date;
}

export function parameter(ssm: Sender, Name: string): Promise<Told<Parameter>> {
  return told('ssm:GetParameter', async () => {
    const { Parameter } = (await ssm.send(new GetParameterCommand({ Name }))) as GetParameterCommandOutput;
    const changed = Parameter?.LastModifiedDate;
    return { value: Parameter?.Value ?? '', ...(changed === undefined ? {} : { changed }) };
  });
}

/** The value of an SSM parameter; nothing where there is none of that name. Other errors of AWS's are thrown. */
export async function parameterValue(
  ssm: Sender,
  Name: string,
  options: Pick<GetParameterCommandInput, 'WithDecryption'> = {},
): Promise<string | undefined> {
  try {
    const { Parameter } = (await ssm.send(new GetParameterCommand({ Name, ...options }))) as {
      Parameter: { Value: string };
    };
    return Parameter.Value;
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound')) return undefined;
    throw error;
  }
}
