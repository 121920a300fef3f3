import { App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { loadConfig } from '../lib/limits/load';
import { select } from '../lib/config/select';
import { MailEnvironment } from '../lib/stacks/mail-environment';
import { KeptValidation } from './kept-validation';

/**
 * Context: `-c environment=NAME` one environment instead of all; `-c config=FILE` another config;
 * `-c retain=false` lets a destroy take the address, the keys and the passwords with it.
 */
async function main(): Promise<void> {
  const app = new App();
  const context = (key: string) => app.node.tryGetContext(key) as string | undefined;
  const environments = select(await loadConfig(context('config')), context('environment'));
  for (const environment of environments)
    new MailEnvironment(app, environment.name, {
      environment,
      fallback: { account: process.env['CDK_DEFAULT_ACCOUNT'], region: process.env['CDK_DEFAULT_REGION'] },
      retain: context('retain') !== 'false',
    });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), ...validation());
  app.synth();
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
