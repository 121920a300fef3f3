import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { namesOf } from '../../../../lib/config/names';
import type { AccountOptions, LocalAccountHandle, OtherAccount } from '../../../../lib/local-aws';
import { type CdkRun, runCdk } from '../../../../lib/rehearsal/cdk';
import { keepLives } from '../../../../lib/rehearsal/life/book';
import type { Row } from '../../../../lib/rehearsal/life/row';
import { account as localAccount } from '../../../cli/account';
import { PROJECT, ZONE_ID } from '../../deployed';
import { ReportingFleet } from './reporting-fleet';
import { accountDns } from './resolver';

const domain = 'example.com';
const ENVIRONMENT = 'prod';
const OTHER_ACCOUNT = '210987654321';
/** The gate wants a server that answers. */
export const base = { domain, hostedZone: { id: ZONE_ID }, verify: 'off' };

/** What one step of a life is judged by: everything in it that is not as it must be. */
type Judged = (outcome: CdkRun) => readonly string[] | Promise<readonly string[]>;

/**
 * One account from its first day, the unmodified CDK CLI, and a fleet that boots nothing: seconds a step, without root. A file
 * has one, and each test in it is a life of its own, or goes on with that of the test before.
 */
export class Life {
  readonly directory = mkdtempSync(join(tmpdir(), 'kitte-life-'));
  readonly config = join(this.directory, 'kitte.config.ts');
  fleet!: ReportingFleet;
  account!: LocalAccountHandle;
  /** Another account of the same company. */
  other!: OtherAccount;
  private dns!: Awaited<ReturnType<typeof accountDns>>;
  private readonly rows: Row[] = [];
  /** Assemblies of synths that succeeded. */
  private readonly made = new Set<string>();

  private constructor(private readonly options: Partial<AccountOptions>) {}

  /** Lays the account and its zone before the file's first test, and keeps the steps after the last. */
  static of(part: string, options: Partial<AccountOptions> = {}): Life {
    const life = new Life(options);
    beforeAll(() => life.begin(), 60_000);
    afterAll(() => life.end(part));
    return life;
  }

  /** Does one thing and judges what is there then; the test fails if anything is not as it must be. */
  async step(
    life: string,
    step: string,
    act: () => Promise<CdkRun>,
    judged: Judged,
    seen: (outcome: CdkRun) => string,
  ): Promise<CdkRun> {
    const outcome = await act();
    const failures = await judged(outcome);
    this.rows.push({ life, step, seen: seen(outcome), seconds: outcome.seconds, failures });
    if (failures.length > 0)
      throw new Error(`${life}, ${step}: ${failures.join('; ')}\n${outcome.output.slice(-4000)}`);
    return outcome;
  }

  write(config: object): void {
    writeFileSync(this.config, `export default ${JSON.stringify(config, null, 2)};\n`);
  }

  /** Of a config that is written first, or of the one that is there. */
  deploy(config?: object, ...more: readonly string[]): Promise<CdkRun> {
    if (config !== undefined) this.write(config);
    return this.onStacks('deploy', '--require-approval', 'never', ...more);
  }

  destroy(...more: readonly string[]): Promise<CdkRun> {
    return this.onStacks('destroy', '--force', ...more);
  }

  /** Of the environment's stacks that are there: the last of each name. */
  statuses(): Record<string, string> {
    const found = Object.entries(namesOf(ENVIRONMENT).stacks).map(([part, own]) => [
      part,
      this.account.stacks().findLast(({ name }) => name === own)?.status ?? 'DELETE_COMPLETE',
    ]);
    return Object.fromEntries(found.filter(([, status]) => status !== 'DELETE_COMPLETE')) as Record<
      string,
      string
    >;
  }

  /** The same config and context have the same templates: what a synth has made of them is deployed again as it lies there. */
  private async onStacks(command: string, ...args: readonly string[]): Promise<CdkRun> {
    const asked = JSON.stringify([readFileSync(this.config, 'utf8'), contextIn(args)]);
    const assembly = join(this.directory, createHash('sha256').update(asked).digest('hex').slice(0, 16));
    const made = this.made.has(assembly);
    const app = made ? ['--app', assembly] : ['-c', `config=${this.config}`, '--output', assembly];
    const run = await this.cdk([command, `${ENVIRONMENT}/*`, ...args, ...app], PROJECT);
    if (run.output.includes('Synthesis time')) this.made.add(assembly);
    return run;
  }

  /** By the project's own CLI and its code. */
  private cdk(args: readonly string[], cwd: string): Promise<CdkRun> {
    const env = {
      PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
      HOME: this.directory,
      ...this.account.env,
    };
    return runCdk({ projectDirectory: PROJECT, cwd, env, logFile: join(this.directory, 'cdk.log') }, args);
  }

  private async begin(): Promise<void> {
    this.fleet = new ReportingFleet(ENVIRONMENT);
    this.dns = await accountDns(() => this.account.allZones());
    this.account = await localAccount(undefined, { fleet: this.fleet, ...this.dns.options, ...this.options });
    this.fleet.account = this.account;
    this.other = this.account.addAccount(OTHER_ACCOUNT);
    this.account.addHostedZone({ id: ZONE_ID, name: domain });
    this.write(base);
    // Outside the project: beside an app the CLI would synthesize it first, only to throw it away.
    const { env } = this.account;
    const target = `aws://${env['CDK_DEFAULT_ACCOUNT'] ?? ''}/${env['CDK_DEFAULT_REGION'] ?? ''}`;
    const { exitCode, output } = await this.cdk(['bootstrap', target], this.directory);
    if (exitCode !== 0) throw new Error(`cdk bootstrap failed:\n${output}`);
  }

  private async end(part: string): Promise<void> {
    this.fleet.close();
    await this.account.close();
    await this.dns.close();
    rmSync(this.directory, { recursive: true, force: true });
    process.stdout.write(keepLives(join(PROJECT, 'build'), part, this.rows));
    expect(this.account.mismatches()).toEqual([]);
  }
}

/** Of a command line what the app hears of it. */
const contextIn = (args: readonly string[]) => args.filter((_, at) => args[at - 1] === '-c');

/** What a step that must succeed is judged by first. */
export const succeeded: Judged = ({ exitCode }) => (exitCode === 0 ? [] : [`exit code ${exitCode}`]);

/** Nothing where both are the same. */
export function differs(wanted: unknown, found: unknown): string[] {
  const [one, other] = [wanted, found].map((value) => JSON.stringify(value));
  return one === other ? [] : [`${other ?? 'nothing'} instead of ${one ?? 'nothing'}`];
}
