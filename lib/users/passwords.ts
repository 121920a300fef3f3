import { randomBytes } from 'node:crypto';

/** Login to password. */
export type Passwords = Readonly<Record<string, string>>;

/**
 * 256 bits in letters, digits, `-` and `_`: fits every mail client's dialog and every environment file unquoted. No dash in
 * front, as programs take what follows an option for another option then.
 */
function newPassword(): string {
  const drawn = randomBytes(32).toString('base64url');
  return drawn.startsWith('-') ? newPassword() : drawn;
}

/** A password for each login: what exists stays as it is, what is new is drawn, what left is dropped. */
export function passwordsFor(logins: readonly string[], existing: Passwords): Passwords {
  return Object.fromEntries(
    [...logins].sort().map((login) => {
      // An own property alone: a login may be called `constructor`.
      const kept = Object.hasOwn(existing, login) ? existing[login] : undefined;
      return [login, kept ?? newPassword()];
    }),
  );
}

/** As they stand in the secret. */
export function passwordsText(passwords: Passwords): string {
  return JSON.stringify(passwords, null, 2);
}

/** What the secret holds; undefined when it is something else. */
export function passwordsIn(text: string): Passwords | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPasswords(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPasswords(value: unknown): value is Passwords {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((password) => typeof password === 'string')
  );
}

/** The same with a new password for one login. */
export function turned(passwords: Passwords, login: string): Passwords {
  return { ...passwords, [login]: newPassword() };
}
