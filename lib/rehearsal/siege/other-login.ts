import { namesOf } from '../../config/names';
import type { Limits } from '../../config/environment';
import type { Ground } from '../faults/ground';
import { putParameter } from '../faults/parameter';
import { commandLine } from '../../contract/commands';
import { settingsHash } from '../../contract/settings';
import { status, syncNow } from '../faults/word';
import { until } from '../world/shell';

/** The second login of the config: what it does is not counted with the client's. */
export function otherLogin({ rehearsal, sender }: Ground): {
  readonly login: string;
  readonly password: string;
} {
  const other = sender.environment.users.find(({ login }) => login !== sender.login);
  if (other === undefined) throw new Error('The config has no second login.');
  const secret = rehearsal.stand.account.readSecret(namesOf(sender.environment.name).usersSecret) ?? '{}';
  const passwords = JSON.parse(secret) as Record<string, string>;
  return { login: other.login, password: passwords[other.login] ?? '' };
}

/** Other limits, put in force as a deploy does, on the running server; without any, those of the config again. */
export async function limited(ground: Ground, limits: Partial<Limits> = {}): Promise<void> {
  const name = namesOf(ground.sender.environment.name).settings;
  const settings = JSON.parse(ground.rehearsal.stand.account.readParameter(name) ?? '{}') as {
    limits: Limits;
  };
  const wanted = { ...ground.sender.environment.limits, ...limits };
  const document = JSON.stringify({ ...settings, limits: wanted });
  await putParameter(ground, name, document);
  await syncNow(ground);
  await until('the limits to be in force', 60_000, async () => {
    const now = await status(ground);
    return now.settings === settingsHash(document) && now.state === 'converged' ? true : undefined;
  });
}

/** What the second login sent so far is forgotten. */
export async function uncounted(ground: Ground): Promise<void> {
  await ground.sh(commandLine('forget', [otherLogin(ground).login]));
}
