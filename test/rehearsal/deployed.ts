import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { cacheDirectory } from '../../lib/cli/cache-directory';
import { loadConfig } from '../../lib/config/load';
import type { CdkRun } from '../../lib/rehearsal/cdk';
import { demandPrerequisites, thisHost } from '../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../lib/rehearsal/rehearse';
import type { StandOptions } from '../../lib/rehearsal/stand';

export const PROJECT = resolve(__dirname, '../..');
/** The hosted zone that every such config names. */
export const ZONE_ID = 'Z0123456789ABCDEFGHIJ';

export interface DeployedOptions extends Pick<StandOptions, 'onEvent' | 'certificateDays'> {
  /** Whether the rehearsal's own records and mails are judged too. */
  readonly judged: boolean;
  /** Commands that the test needs beyond a rehearsal's, with their packages. */
  readonly needs?: Readonly<Record<string, string>>;
}

/** A server that was deployed as a user deploys it, from a config file of its own. */
export interface Deployed {
  /** Of this test alone; gone at its end. */
  readonly directory: string;
  readonly config: string;
  readonly rehearsal: Rehearsal;
  write(config: object | string): void;
  /** As a person who edited the file, unless it is to stay as it is; by this project's code or another's. */
  deploy(config?: object, more?: { context?: readonly string[]; project?: string }): Promise<CdkRun>;
  /** The same, and fails with what the CLI said. Answers its output. */
  mustDeploy(...how: Parameters<Deployed['deploy']>): Promise<string>;
}

/** Deploys before all tests of a file and takes down after them. Needs root; where it cannot run it fails. */
export function deployed(first: object | string, options: DeployedOptions): Deployed {
  const directory = mkdtempSync(join(tmpdir(), 'kitte-test-'));
  const config = join(directory, 'kitte.config.ts');
  let rehearsal: Rehearsal | undefined;

  const it: Deployed = {
    directory,
    config,
    get rehearsal() {
      if (rehearsal === undefined) throw new Error('The server was not deployed.');
      return rehearsal;
    },
    write(value) {
      const text = typeof value === 'string' ? value : `export default ${JSON.stringify(value, null, 2)};\n`;
      writeFileSync(config, text);
    },
    deploy(value, { context = [], project } = {}) {
      if (value !== undefined) it.write(value);
      const args = [...it.rehearsal.context(), ...context.flatMap((entry) => ['-c', entry])];
      return it.rehearsal.stand.cdk(
        ['deploy', 'prod/*', '--require-approval', 'never', ...args],
        undefined,
        project,
      );
    },
    async mustDeploy(...how) {
      const { exitCode, output } = await it.deploy(...how);
      if (exitCode !== 0) throw new Error(`cdk deploy failed:\n${output.slice(-6000)}`);
      return output;
    },
  };

  beforeAll(async () => {
    demandPrerequisites(thisHost(process.env), options.needs);
    it.write(first);
    const [environment] = await loadConfig(config);
    rehearsal = new Rehearsal({
      projectDirectory: PROJECT,
      cacheDirectory: cacheDirectory(process.env),
      environment: environment!,
      context: [`config=${config}`],
      ...(options.certificateDays === undefined ? {} : { certificateDays: options.certificateDays }),
      ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
    });
    const [world, ...more] = rehearsal.tasks();
    await world?.run(() => undefined);
    // The machine tries its port 25 within the deploy.
    await rehearsal.stand.world.receiverReady();
    // The bootstrap and the deploy are the first two.
    for (const task of options.judged ? more : more.slice(0, 2)) await task.run(() => undefined);
  }, 900_000);

  afterAll(async () => {
    if (rehearsal?.begun) await rehearsal.stand.tearDown();
    rmSync(directory, { recursive: true, force: true });
  }, 120_000);

  return it;
}
