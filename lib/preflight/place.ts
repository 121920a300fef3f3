import type { Given, Site } from './given';

/** Those of all that are looked at which draw on the same quotas. */
export async function inOnePlace(given: Given): Promise<readonly Site[]> {
  const here = await place(given);
  const places = await Promise.all(given.together.map(place));
  return given.together.filter((_, at) => places[at] === here);
}

/** Without an account in the config it is that of the credentials. The region is the client's. */
async function place({ environment, account }: Site): Promise<string> {
  const [id, region] = await Promise.all([account.id(), account.region()]);
  return [environment.account ?? (id.ok ? id.value : ''), region ?? ''].join(' ');
}
