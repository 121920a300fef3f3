import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { cacheDirectory } from '../../lib/cli/cache-directory';
import { loadConfig } from '../../lib/config/load';
import { select } from '../../lib/config/select';
import type { AccountEvent } from '../../lib/local-aws/fleet';
import type { CdkRun } from '../../lib/rehearsal/cdk';
import { demandPrerequisites, thisHost } from '../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../lib/rehearsal/rehearse';
import type { StandOptions } from '../../lib/rehearsal/stand';
import { changes, type Condition, conditionOf } from './condition';

export const PROJECT = resolve(__dirname, '../..');
/** The hosted zone that every such config names. */
export const ZONE_ID = 'Z0123456789ABCDEFGHIJ';

export interface DeployedOptions {
  /**
   * How the world is otherwise than it commonly is.
   * @default {}
   */
  readonly world?: Pick<StandOptions, 'certificateDays' | 'packagesHeldS'>;
  /**
   * However the files before it left their server: this one brings it where it wants it by itself.
   * @default false
   */
  readonly asLeft?: boolean;
  /**
   * Which environment of the config, where it is none of those that have a key of their own.
   * @default - the first
   */
  readonly asked?: string;
  /** Whether the rehearsal's own records and mails are judged too. */
  readonly judged: boolean;
  /** Commands that the test needs beyond a rehearsal's, with their packages. */
  readonly needs?: Readonly<Record<string, string>>;
}

/** A server that was deployed as a user deploys it, from a config file of its own. */
export interface Deployed {
  /** Of this server alone; gone at its end. */
  readonly directory: string;
  readonly config: string;
  readonly rehearsal: Rehearsal;
  /** What the account has done so far, in its order. */
  readonly events: readonly AccountEvent[];
  write(config: object | string): void;
  /** As a person who edited the file, unless it is to stay as it is; by this project's code or another's. */
  deploy(config?: object, more?: { context?: readonly string[]; project?: string }): Promise<CdkRun>;
  /** The same, and fails with what the CLI said. Answers its output. */
  mustDeploy(...how: Parameters<Deployed['deploy']>): Promise<string>;
}

/** What stands, and how it was when it was new. */
interface Standing {
  readonly rehearsal: Rehearsal;
  readonly condition: Condition;
}

/** One config's server: its files are there from the beginning, itself from the first test that wants it. */
class Server {
  readonly directory = mkdtempSync(join(tmpdir(), 'kitte-test-'));
  readonly config = join(this.directory, 'kitte.config.ts');
  readonly events: AccountEvent[] = [];
  /** Files whose tests are still to come. */
  awaited = 0;
  standing: Standing | undefined;

  write(value: object | string): void {
    const text = typeof value === 'string' ? value : `export default ${JSON.stringify(value, null, 2)};\n`;
    writeFileSync(this.config, text);
  }

  /** One that stands is used again if it is as it was deployed: who left it otherwise cannot mislead who comes next. */
  async take(first: object | string, options: DeployedOptions): Promise<void> {
    const { asLeft = false } = options;
    this.write(first);
    if (this.standing !== undefined) {
      if (asLeft) return;
      const { rehearsal, condition } = this.standing;
      const changed = await changes(rehearsal, condition);
      if (changed.length === 0) return;
      process.stdout.write(
        `The server is not as it was deployed: ${changed.join('; ')}. It is deployed anew.\n`,
      );
      await this.leave();
    }
    await this.stand(options);
  }

  async leave(): Promise<void> {
    const { rehearsal } = this.standing ?? {};
    this.standing = undefined;
    if (!rehearsal?.begun) return;
    await rehearsal.stand.tearDown();
    expect(rehearsal.stand.account.mismatches()).toEqual([]);
  }

  private async stand({ judged, world = {}, asked }: DeployedOptions): Promise<void> {
    const environments = await loadConfig(this.config, { asked });
    const [environment] = asked === undefined ? environments : select(environments, asked);
    this.events.length = 0;
    const rehearsal = new Rehearsal({
      projectDirectory: PROJECT,
      cacheDirectory: cacheDirectory(process.env),
      environment: environment!,
      context: [`config=${this.config}`],
      ...world,
      onEvent: (event) => void this.events.push(event),
    });
    // Torn down whatever happens from here on.
    this.standing = { rehearsal, condition: {} };
    const [raise, ...more] = rehearsal.tasks();
    await raise?.run(() => undefined);
    // The machine tries its port 25 within the deploy.
    await rehearsal.stand.world.receiverReady();
    // The bootstrap and the deploy are the first two.
    for (const task of judged ? more : more.slice(0, 2)) await task.run(() => undefined);
    this.standing = { rehearsal, condition: await conditionOf(rehearsal) };
  }
}

/** By config: the files of one lane find each other's, see tools/suites/lane.test.ts. A file alone has its own. */
const servers = new Map<string, Server>();

/**
 * A server before the first test of a file, and none after the last file that wants it. Needs root; where it cannot
 * run it fails.
 */
export function deployed(first: object | string, options: DeployedOptions): Deployed {
  const key = JSON.stringify([first, options.judged, options.world, options.asked]);
  const server = servers.get(key) ?? new Server();
  servers.set(key, server);
  server.awaited += 1;

  const it: Deployed = {
    directory: server.directory,
    config: server.config,
    events: server.events,
    get rehearsal() {
      if (server.standing === undefined) throw new Error('The server was not deployed.');
      return server.standing.rehearsal;
    },
    write: (value) => server.write(value),
    deploy(value, { context = [], project } = {}) {
      if (value !== undefined) it.write(value);
      const args = [...it.rehearsal.context(), ...context.flatMap((entry) => ['-c', entry])];
      return it.rehearsal.stand.cdk(
        ['deploy', `${options.asked ?? 'prod'}/*`, '--require-approval', 'never', ...args],
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
    await server.take(first, options);
  }, 900_000);

  afterAll(async () => {
    server.awaited -= 1;
    if (server.awaited > 0) return;
    await server.leave();
    rmSync(server.directory, { recursive: true, force: true });
  }, 120_000);

  return it;
}
