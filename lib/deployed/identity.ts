import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';

import type { Clients } from './clients';
import { told, type Told } from './told';

/** Who asks, and where. */
export interface Identity {
  readonly account: Told<string>;
  /** Of the client: the config's, the shell's or the profile's. */
  readonly region?: string;
}

export async function identityOf({ sts }: Pick<Clients, 'sts'>): Promise<Identity> {
  const region = await sts.config.region().catch(() => undefined);
  const account = await told('sts:GetCallerIdentity', async () => {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    return Account ?? '';
  });
  return { account, ...(region === undefined ? {} : { region }) };
}
