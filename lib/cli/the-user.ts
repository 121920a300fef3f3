import { loginsOf } from '../config/domains';
import type { Environment, User } from '../config/environment';
import { UsageError } from './failure';

/** A login of the server, and the domain that it belongs to. */
export interface Login extends User {
  readonly domain: string;
}

/** A login by its name, whichever domain it belongs to. */
export function theUser(environment: Environment, login: string): Login {
  const all = loginsOf(environment);
  const user = all.find((each) => each.login === login.toLowerCase());
  if (user !== undefined) return user;
  throw new UsageError(
    `The environment ${environment.name} has no login "${login}". It has: ${all.map((each) => each.login).join(', ')}.`,
  );
}
