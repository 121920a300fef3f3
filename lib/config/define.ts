import type { SettingsInput } from './schema/settings';

/** What `kitte.config.ts` exports: one environment, or a shared part and several that override it. */
export type Config =
  | (SettingsInput & { readonly environments?: never; readonly defaultEnvironment?: never })
  | (Overrides & {
      /** By name. Each is laid over the shared part: objects are joined key by key, lists are replaced. */
      readonly environments: Readonly<Record<string, Overrides>>;
      /**
       * The environment that a `kitte` command is about when `--environment` is not given.
       * @default none: a command that is about one environment wants `--environment` if there are several
       */
      readonly defaultEnvironment?: string;
    });

/** Any part of the settings; what is missing comes from the shared part. */
export type Overrides = DeepPartial<SettingsInput>;

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/** Gives the editor the types. The values are checked when the config is loaded. */
export function defineConfig(config: Config): Config {
  return config;
}
