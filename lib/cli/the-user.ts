import type { Environment, User } from '../config/environment';
import { UsageError } from './failure';

/** A login by its name. */
export function theUser({ name, users }: Environment, login: string): User {
  const user = users.find((each) => each.login === login.toLowerCase());
  if (user !== undefined) return user;
  throw new UsageError(
    `The environment ${name} has no login "${login}". It has: ${users.map((each) => each.login).join(', ')}.`,
  );
}
