export { defineConfig, type Config } from './lib/config/define';
export { loadConfig, parseConfig } from './lib/limits/load';
export type { Environment } from './lib/config/environment';
