export { defineConfig, type Config } from './lib/config/define';
export { loadConfig } from './lib/config/load';
export { parseConfig } from './lib/config/parse';
export type { Environment } from './lib/config/environment';
