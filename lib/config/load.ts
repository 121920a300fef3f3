import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Environment } from './environment';
import { type Judge, parseConfig } from './parse';

/** The config could not be had at all. */
export class LoadError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LoadError';
  }
}

const load = createRequire(__filename);

/** Where a config is looked for when none is named. */
export const CONFIG_FILE = 'kitte.config.ts';

/** Reads a config file; relative paths start at the working directory. TypeScript works where tsx runs the program. */
export async function loadConfig(
  path = CONFIG_FILE,
  { judge, asked }: { readonly judge?: Judge; readonly asked?: string | undefined } = {},
): Promise<Environment[]> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new LoadError(`There is no config at ${file}. Create it, or run the command in its directory.`);
  }
  let module: unknown;
  try {
    module = await Promise.resolve(load(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LoadError(`${file} fails when it is loaded: ${reason}`, { cause: error });
  }
  const config: unknown = (module as { default?: unknown } | null)?.default;
  if (config === undefined) {
    throw new LoadError(`${file} has no default export. Write: export default defineConfig({ ... });`);
  }
  return parseConfig(await Promise.resolve(config), judge, asked);
}
