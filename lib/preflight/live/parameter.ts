import { GetParameterCommand } from '@aws-sdk/client-ssm';

import type { Clients } from '../../aws/clients';
import { told, type Told } from '../../aws/told';

export function parameter({ ssm }: Pick<Clients, 'ssm'>, Name: string): Promise<Told<string>> {
  return told(
    'ssm:GetParameter',
    async () => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value ?? '',
  );
}
