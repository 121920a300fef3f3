import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

export const PROJECT = join(__dirname, '../..');

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly conclusion: string;
    readonly violations: readonly Violation[];
  }[];
}

export interface Synthesis {
  readonly exitCode: number | null;
  readonly output: string;
  /**
   * By the clock, or of the CLI's and the app's processor time where that is less: the clock counts what else the
   * machine does, the processor's time all threads.
   */
  readonly seconds: number;
  /** The CLI exits with 0 whatever the validation found: this is what it found. */
  readonly findings: readonly string[];
  readonly templates: readonly string[];
  /** Directories of the staged code, named by its hash. */
  readonly assets: readonly string[];
}

/** The project's files at another place. */
export function cloneTo(directory: string): string {
  mkdirSync(directory, { recursive: true });
  for (const name of ['bin', 'lib', 'assets', 'test/fixtures', 'index.ts', 'tsconfig.json', 'cdk.json'])
    cpSync(join(PROJECT, name), join(directory, name), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

/** `cdk synth` as a user runs it, but without credentials and without the Internet. */
export function synthesize(project: string, out: string, ...args: string[]): Synthesis {
  const cdk = join(PROJECT, 'node_modules/.bin/cdk');
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|JEST|NODE)_/.test(name));
  const begun = Date.now();
  const nowhere = 'http://127.0.0.1:9';
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', '"$@"; status=$?; times; exit $status', 'sh', cdk, 'synth', '-q', '-o', out, ...args],
    {
      cwd: project,
      encoding: 'utf8',
      env: {
        ...Object.fromEntries(inherited),
        HOME: out,
        HTTP_PROXY: nowhere,
        HTTPS_PROXY: nowhere,
        AWS_EC2_METADATA_DISABLED: 'true',
        NO_COLOR: '1',
      },
    },
  );
  const assembled = status === 0 ? readdirSync(out, { recursive: true, encoding: 'utf8' }).sort() : [];
  return {
    exitCode: status,
    output: stdout + stderr,
    seconds: Math.min((Date.now() - begun) / 1000, childrenSeconds(stdout)),
    findings: status === 0 ? findingsOf(join(out, 'validation-report.json')) : [],
    templates: assembled.filter((name) => name.endsWith('.template.json')).map((name) => join(out, name)),
    assets: assembled.filter((name) => /^asset\.[0-9a-f]{64}$/.test(name)),
  };
}

function findingsOf(file: string): string[] {
  const { pluginReports } = JSON.parse(readFileSync(file, 'utf8')) as ValidationReport;
  if (pluginReports.length === 0) throw new Error(`${file} holds no report: nothing was validated.`);
  return pluginReports.flatMap(({ violations }) =>
    violations.map(({ ruleName, description, violatingConstructs }) => {
      const where = violatingConstructs.map(({ constructPath }) => constructPath).join(', ');
      return `${ruleName} at ${where}: ${description}`;
    }),
  );
}

/** The second line of POSIX `times` is about the children: `0m8.120s 0m1.010s`. */
function childrenSeconds(output: string): number {
  const last = output.trimEnd().split('\n').pop() ?? '';
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}
