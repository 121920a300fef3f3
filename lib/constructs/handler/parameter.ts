import { GetParameterCommand, type GetParameterCommandInput } from '@aws-sdk/client-ssm';

import { isAwsError, type Sender } from './sender';

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
