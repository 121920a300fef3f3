import { show } from './problem';
import { isRecord, type Path } from './tree';

const HIDDEN = '(not shown)';

/** Names of what nobody else may read: a message ends up in a terminal, a log, a chat. */
const SECRET = /pass(word|wd|phrase|code)?s?$|secret|token|credential|api.?key|private.?key/i;

/** A wrong value as it was written, without what looks like a password. */
export function received(path: Path, value: unknown): string {
  if (value === undefined) return show(value);
  // Of a map of logins the values are what people take for passwords.
  const isSecret =
    isSecretKey(path.at(-1)) || (path.length > 1 && path[0] === 'users' && typeof path[1] === 'string');
  return isSecret ? HIDDEN : show(hidden(value, path.length === 1 && path[0] === 'users'));
}

export function isSecretKey(key: PropertyKey | undefined): boolean {
  return typeof key === 'string' && SECRET.test(key);
}

/** A value that goes deeper, or round in a circle, says nothing more. */
const DEEPEST = 6;

function hidden(value: unknown, allTexts: boolean, depth = 0): unknown {
  if (depth > DEEPEST) return '…';
  if (Array.isArray(value)) return value.map((each) => hidden(each, false, depth + 1));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        isSecretKey(key) || (allTexts && typeof child === 'string')
          ? HIDDEN
          : hidden(child, false, depth + 1),
      ]),
    );
  return typeof value === 'string' ? value.replace(/(:\/\/[^/@\s:]*):[^/@\s]*@/g, `$1:${HIDDEN}@`) : value;
}
