import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { MailEnvironment } from '../../lib/stacks/mail-environment';
import { MailStage } from '../../lib/stacks/mail-stage';
import { environment } from '../fixtures/environment';
import { CONTEXT } from './synthesized';

const directory = mkdtempSync(join(tmpdir(), 'kitte-stage-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** The templates by stack, as the app writes them. */
function written(Kind: typeof MailEnvironment | typeof MailStage, below: string): Record<string, string> {
  const outdir = join(directory, Kind.name);
  const app = new App({ outdir, context: { ...CONTEXT, 'aws:cdk:enable-asset-metadata': true } });
  new Kind(app, environment.name, { environment, fallback: {} });
  app.synth();
  const files = readdirSync(join(outdir, below)).filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(outdir, below, file), 'utf8')]));
}

test('a stage has the same templates as an environment in an app, byte for byte', () => {
  const plain = written(MailEnvironment, '.');
  expect(Object.keys(plain)).toHaveLength(3);
  expect(written(MailStage, `assembly-${environment.name}`)).toEqual(plain);
});

test('the CLI finds the stacks of an environment by the same names as those of a stage', () => {
  const names = (Kind: typeof MailEnvironment | typeof MailStage) => {
    const { foundation, server, dns } = new Kind(new App({ context: CONTEXT }), environment.name, {
      environment,
      fallback: {},
    });
    return [foundation, server, dns].map(({ node, stackName }) => `${node.path} ${stackName}`);
  };
  expect(names(MailEnvironment)).toEqual([
    `${environment.name}/Foundation kitte-${environment.name}-foundation`,
    `${environment.name}/Server kitte-${environment.name}-server`,
    `${environment.name}/Dns kitte-${environment.name}-dns`,
  ]);
  expect(names(MailStage)).toEqual(names(MailEnvironment));
});
