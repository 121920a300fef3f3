import type { Environment } from '../config/environment';
import * as config from '../config/load';
import * as parse from '../config/parse';
import { limits } from './limits';

export { CONFIG_FILE } from '../config/load';

/** Reads a config file, and refuses what AWS has no room for. `asked` is the environment that is wanted, if one is. */
export function loadConfig(path?: string, asked?: string): Promise<Environment[]> {
  return config.loadConfig(path, { judge: limits, asked });
}

/** A config to its environments, without what AWS has no room for. */
export function parseConfig(input: unknown, asked?: string): Environment[] {
  return parse.parseConfig(input, limits, asked);
}
