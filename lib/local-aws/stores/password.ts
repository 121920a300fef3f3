import { randomInt } from 'node:crypto';
import type { Values } from '../values';
import { isTrue, optionalText } from '../values';

/** A password as Secrets Manager makes one (GetRandomPassword; GenerateSecretString has the same options). */
export function randomPassword(options: Values): string {
  const excluded = new Set(optionalText(options['ExcludeCharacters']) ?? '');
  const classes = [
    isTrue(options['ExcludeLowercase']) ? '' : 'abcdefghijklmnopqrstuvwxyz',
    isTrue(options['ExcludeUppercase']) ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    isTrue(options['ExcludeNumbers']) ? '' : '0123456789',
    isTrue(options['ExcludePunctuation']) ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    isTrue(options['IncludeSpace']) ? ' ' : '',
  ]
    .map((letters) => [...letters].filter((letter) => !excluded.has(letter)))
    .filter((letters) => letters.length > 0);
  const all = classes.flat();
  const pick = (letters: string[]) => letters[randomInt(letters.length)] as string;
  const length = Number(options['PasswordLength'] ?? 32);
  const every = isTrue(options['RequireEachIncludedType'] ?? true) ? classes.map(pick) : [];
  while (every.length < length) every.splice(randomInt(every.length + 1), 0, pick(all));
  return every.join('');
}
