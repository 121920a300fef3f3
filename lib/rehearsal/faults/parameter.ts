import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import type { Ground } from './ground';

/** As a person or a deploy writes it, of the type that it has. */
export async function putParameter(ground: Ground, Name: string, Value: string): Promise<void> {
  const client = new SSMClient(ground.rehearsal.stand.account.sdk);
  const { Parameter } = await client.send(new GetParameterCommand({ Name }));
  await client.send(
    new PutParameterCommand({ Name, Value, Type: Parameter?.Type ?? 'String', Overwrite: true }),
  );
  client.destroy();
}
