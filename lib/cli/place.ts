import type { Clients } from '../deployed/clients';
import { AwsFailure } from '../deployed/failure';
import { identityOf } from '../deployed/identity';
import type { Environment } from '../config/environment';

/** Where a command acts. Each question and each result says so: with several environments a person may mean another one. */
export interface Place {
  readonly environment: string;
  /** Twelve digits; null where AWS does not say. */
  readonly account: string | null;
  /** Null where neither config, shell nor profile names one. */
  readonly region: string | null;
}

/** Of the credentials at hand; an account other than the config's is refused before anything is asked of it. */
export async function placeOf(environment: Environment, clients: Pick<Clients, 'sts'>): Promise<Place> {
  const { account, region } = await identityOf(clients);
  const id = account.ok ? account.value : undefined;
  if (id !== undefined && environment.account !== undefined && id !== environment.account)
    throw new AwsFailure(
      `The credentials are of account ${id}, and the config says that environment ${environment.name} is in ${environment.account}. Use credentials of that account, for example with AWS_PROFILE; nothing was asked or changed.`,
    );
  return { environment: environment.name, account: id ?? null, region: region ?? null };
}

/** Such as `prod (account 111122223333, eu-west-1)`. */
export function inWords({ environment, account, region }: Place): string {
  return `${environment} (account ${account ?? 'not known'}, ${region ?? 'no region'})`;
}
