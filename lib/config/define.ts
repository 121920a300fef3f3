import type { SettingsInput } from './schema/settings';

/** What `kitte.config.ts` exports: one environment, or a shared part and several that override it. */
export type Config =
  | (SettingsInput & { readonly environments?: never; readonly defaultEnvironment?: never })
  | (Overrides & {
      /**
       * By name. Each is laid over the shared part: objects are joined key by key, lists are replaced. A name that ends with `*`,
       * such as `pr-*`, is a pattern.
       */
      readonly environments: Readonly<Record<string, Overrides | Pattern>>;
      /**
       * The environment that a `kitte` command is about when `--environment` is not given.
       * @default none: a command that is about one environment wants `--environment` if there are several
       */
      readonly defaultEnvironment?: string;
    });

/** Any part of the settings; what is missing comes from the shared part. */
export type Overrides = DeepPartial<SettingsInput>;

/**
 * What environments that come and go are made of, by their name: none until it is asked for. Unless this says otherwise the domain
 * is `NAME.` and the shared domain, host and envelope sender are below it as they are below the shared one, and nothing outlives
 * its stacks (`retain: false`).
 */
export type Pattern = PatternSettings | ((name: string) => PatternSettings);

export type PatternSettings = Overrides & {
  /**
   * `parent`: records go into the zone that is given, here or in the shared part. `own`: a zone is made for the environment, and
   * the deploy delegates it from there.
   * @default 'parent'
   */
  readonly zone?: 'parent' | 'own';
};

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/** Gives the editor the types. The values are checked when the config is loaded. */
export function defineConfig(config: Config): Config {
  return config;
}
