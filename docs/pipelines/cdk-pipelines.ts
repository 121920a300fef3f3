import { App, Stack } from 'aws-cdk-lib';
import {
  CodePipeline,
  CodePipelineSource,
  type IFileSetProducer,
  ManualApprovalStep,
  ShellStep,
} from 'aws-cdk-lib/pipelines';

import { loadConfig } from '../../lib/limits/load';
import { MailStage } from '../../lib/stacks/mail-stage';

/**
 * A pipeline that updates itself, deploys staging, looks at it as a receiver does, and asks a person before production. The config
 * has environments `staging` and `prod`, each with its account and region.
 */
export async function mailPipeline(app: App, config?: string): Promise<Stack> {
  const environments = await loadConfig(config);
  const stageOf = (name: string) => {
    const environment = environments.find((each) => each.name === name);
    if (environment === undefined) throw new Error(`The config has no environment ${name}.`);
    return new MailStage(stack, name, { environment, fallback: {} });
  };
  const stack = new Stack(app, 'MailPipeline', { env: { account: '123456789012', region: 'eu-west-1' } });
  const source = CodePipelineSource.connection('example/mail', 'main', {
    connectionArn:
      'arn:aws:codeconnections:eu-west-1:123456789012:connection/12345678-1234-1234-1234-123456789012',
    // Under exactOptionalPropertyTypes CDK's own types disagree.
  }) as IFileSetProducer;
  const pipeline = new CodePipeline(stack, 'Pipeline', {
    crossAccountKeys: true,
    synth: new ShellStep('Synth', {
      input: source,
      installCommands: ['n 24', 'npm ci'],
      commands: ['npx cdk synth'],
    }) as IFileSetProducer,
  });
  pipeline.addStage(stageOf('staging'), {
    post: [
      new ShellStep('Look', {
        input: source,
        installCommands: ['n 24', 'npm ci'],
        commands: ['npx kitte doctor --environment staging'],
      }),
    ],
  });
  pipeline.addStage(stageOf('prod'), { pre: [new ManualApprovalStep('Release')] });
  return stack;
}
