import type { Passwords } from './passwords';

/** A staging label of the users' secret: who reads the secret without naming it, as every program does, never sees what is under it. */
export const REMOVED_STAGE = 'KITTE_REMOVED';

/** So long a login that left comes back with the password that it had; later it gets a new one. */
const GRACE_MS = 24 * 60 * 60_000;

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const SECRET_BYTES = 65_536;

interface RemovedPassword {
  readonly password: string;
  /** RFC 3339; when the login left. */
  readonly at: string;
}

/** Login to the password that it had. */
export type Removed = Readonly<Record<string, RemovedPassword>>;

/** What the version says; one that says something else, as a person wrote it, keeps no deploy from its end. */
export function removedIn(text: string): Removed {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, each]) => isRemoved(each)));
  } catch {
    return {};
  }
}

function isRemoved(value: unknown): value is RemovedPassword {
  const { password, at } = (value ?? {}) as Partial<Record<keyof RemovedPassword, unknown>>;
  return typeof password === 'string' && typeof at === 'string' && !Number.isNaN(Date.parse(at));
}

/** What is remembered once these are the logins: what left just now and what left a while ago. The oldest go where there is no room. */
export function rememberedOf(
  before: Removed,
  existing: Passwords,
  logins: readonly string[],
  now: Date,
): Removed {
  const at = now.toISOString();
  const left = Object.entries(existing)
    .filter(([login]) => !logins.includes(login))
    .map(([login, password]) => [login, { password, at }] as const);
  const names = new Set(left.map(([login]) => login));
  const earlier = Object.entries(before).filter(
    ([login, removed]) => !names.has(login) && !Object.hasOwn(existing, login) && isFresh(removed, now),
  );
  const all = [...left, ...earlier].sort(([, a], [, b]) => Date.parse(b.at) - Date.parse(a.at));
  while (Buffer.byteLength(written(Object.fromEntries(all))) > SECRET_BYTES) all.pop();
  return Object.fromEntries(all);
}

/** As the version holds it. */
export const written = (removed: Removed): string => JSON.stringify(removed);

/** The passwords with which logins may come back. */
export function returning(removed: Removed, now: Date): Passwords {
  return Object.fromEntries(
    Object.entries(removed).flatMap(([login, each]) => (isFresh(each, now) ? [[login, each.password]] : [])),
  );
}

/** A clock that was set back makes none older. */
const isFresh = ({ at }: RemovedPassword, now: Date) => now.getTime() - Date.parse(at) < GRACE_MS;
