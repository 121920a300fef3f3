import { inspect } from 'node:util';

/** One thing wrong in a config, told so that the reader can mend it. */
export interface Problem {
  /** Such as `environments.staging.dkim.active`. */
  readonly path: string;
  /** The value as it was written, or `nothing`. */
  readonly received: string;
  readonly allowed: string;
  readonly remedy: string;
}

/** Every problem of a config at once. */
export class ConfigError extends Error {
  constructor(
    readonly problems: readonly Problem[],
    what = 'The config has',
  ) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super([`${what} ${count}.`, ...problems.map(paragraph)].join('\n\n'));
    this.name = 'ConfigError';
  }
}

function paragraph({ path, received, allowed, remedy }: Problem): string {
  return [
    `  ${path || '(the config)'}`,
    `    received  ${received}`,
    `    allowed   ${allowed}`,
    `    remedy    ${remedy}`,
  ].join('\n');
}

/** A value as a person would write it, cut where it grows long. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint' || typeof value === 'symbol') return value.toString();
  const text = typeof value === 'number' ? String(value) : asJson(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** What JSON has no words for (a circle, a bigint) is shown as Node shows it. */
function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? inspect(value);
  } catch {
    return inspect(value, { depth: 1, breakLength: Infinity });
  }
}
