import { ConfigError } from '../../lib/config/problem';
import { parseConfig } from '../../lib/config/parse';

const base = { domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };

/** What is laid over the smallest config, then path, value, what is allowed and the remedy, as the message tells them. */
export type Row = [
  input: Record<string, unknown>,
  path: string,
  received: string,
  allowed: RegExp,
  remedy: RegExp,
];

/** One problem and no other, in these words. */
export function expectRefused([input, path, received, allowed, remedy]: Row): void {
  let message = '';
  try {
    parseConfig({ ...base, ...input });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    message = error.message;
  }
  const told =
    /^The config has a problem\.\n\n {2}(.*)\n {4}received {2}(.*)\n {4}allowed {3}(.*)\n {4}remedy {4}(.*)$/.exec(
      message,
    );
  expect(told?.[1]).toBe(path);
  expect(told?.[2]?.slice(0, received.length)).toBe(received);
  expect(told?.[3]).toMatch(allowed);
  expect(told?.[4]).toMatch(remedy);
}
