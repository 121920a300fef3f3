import { App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import type { Environment } from '../lib/config/environment';
import { loadConfig } from '../lib/limits/load';
import { select } from '../lib/config/select';
import { MailEnvironment } from '../lib/stacks/mail-environment';
import { KeptValidation } from './kept-validation';

/**
 * Context: `-c environment=NAME` one environment instead of all; `-c config=FILE` another config;
 * `-c retain=false` is `retain: false` of the config for this once: a destroy takes the address, the keys and the passwords with it.
 */
async function main(): Promise<void> {
  const app = new App();
  const context = (key: string) => app.node.tryGetContext(key) as string | undefined;
  const asked = context('environment');
  const environments = select(await loadConfig(context('config'), asked), asked);
  for (const environment of environments)
    new MailEnvironment(app, environment.name, {
      environment,
      fallback: { account: process.env['CDK_DEFAULT_ACCOUNT'], region: process.env['CDK_DEFAULT_REGION'] },
      retain: retained(context('retain'), environment),
    });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), ...validation());
  app.synth();
}

/** For this once, or as the config says. */
function retained(said: string | undefined, { name, retain }: Environment): boolean {
  if (said === undefined) return retain;
  // A cdk.json may have it without quotes.
  if (String(said) === 'false') return false;
  throw new Error(
    `-c retain=${said} is not understood for environment ${name}: it can only be false. What holds otherwise is retain in the config, which is ${String(retain)}.`,
  );
}

/** CDK's own switch, for those who judge their templates elsewhere. */
function validation(): IPolicyValidationPlugin[] {
  // CDK's own types disagree on what may be undefined.
  return process.env['CDK_VALIDATION'] === 'false' ? [] : [new KeptValidation() as IPolicyValidationPlugin];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
