/** What an app of somebody's own builds on: the package's main entry. A config needs no more than `./index`. */
export { defineConfig, type Config } from './lib/config/define';
export type { Environment } from './lib/config/environment';
export { loadConfig, parseConfig } from './lib/limits/load';
export { MailServer } from './lib/constructs/mail-server/mail-server';
export type { MailServerProps } from './lib/constructs/mail-server/props';
export { MailEnvironment, type MailEnvironmentProps, type MailStacks } from './lib/stacks/mail-environment';
export { MailStage } from './lib/stacks/mail-stage';
export { templateSerializer, type TemplateSerializer } from './lib/constructs/snapshot/template-serializer';
