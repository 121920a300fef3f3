import { readFileSync } from 'node:fs';

/** What one of the world's web servers does wrong. */
export interface Disturbance {
  /** End of the host's name. */
  readonly host: string;
  /** A part of the request's X-Amz-Target, for one operation alone. */
  readonly target?: string;
  /**
   * `silent`: the connection ends without an answer. `cut`: it ends in the answer's middle. `short`: the answer
   * is complete to HTTP, and only half of what it should say.
   */
  readonly how: 'silent' | 'cut' | 'short';
}

export function disturbanceOf(
  file: string,
  hostAndPort: string,
  target: string | undefined,
): Disturbance['how'] | undefined {
  const host = hostAndPort.replace(/:\d+$/, '').toLowerCase();
  return read(file).find(
    (each) => host.endsWith(each.host) && (each.target === undefined || target?.includes(each.target)),
  )?.how;
}

function read(file: string): Disturbance[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Disturbance[];
  } catch {
    return [];
  }
}
