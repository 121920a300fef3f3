import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { PROJECT } from '../../../deployed';

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Of whom a program is told that it runs for. */
type Env = Readonly<Record<string, string>>;

const SOURCE = join(PROJECT, 'test/package/consumer');

/** Without what jest and npm have put into this one; npm's own settings, such as the registry, stay. */
function environment(node: string, more: Env): NodeJS.ProcessEnv {
  const { HOME, PATH = '' } = process.env;
  const npm = Object.entries(process.env).filter(([name]) => /^npm_config_(?!ignore)/i.test(name));
  return {
    ...Object.fromEntries(npm),
    HOME,
    TMPDIR: process.env['TMPDIR'],
    PATH: [dirname(node), PATH].join(delimiter),
    CI: '1',
    NO_COLOR: '1',
    ...more,
  };
}

async function run(cwd: string, node: string, command: readonly string[], env: Env = {}): Promise<Ran> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd, env: environment(node, env), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** What a command must do: else the error has what it said. */
async function must(...args: Parameters<typeof run>): Promise<string> {
  const { code, output } = await run(...args);
  if (code !== 0)
    throw new Error(`${args[2].join(' ')} in ${args[0]} ended with ${String(code)}:\n${output.slice(-4000)}`);
  return output;
}

/** A file of the tarball, from the package's root. */
interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** Somebody's own app outside the project, with the packed library installed by npm as any other. */
export class Consumer {
  private constructor(
    /** All of it; gone at the end. */
    private readonly home: string,
    readonly folder: string,
    readonly packed: Packed,
    private readonly node = process.execPath,
  ) {}

  static async begin(): Promise<Consumer> {
    const home = mkdtempSync(join(tmpdir(), 'kitte-consumer-'));
    const said = await must(PROJECT, process.execPath, ['npm', 'pack', '--json', '--pack-destination', home]);
    // Before it come the words of the scripts that npm runs.
    const [packed] = JSON.parse(said.slice(said.lastIndexOf('\n[\n') + 1)) as Packed[];
    if (packed === undefined) throw new Error(`npm pack made nothing:\n${said}`);
    const folder = join(home, 'shop');
    cpSync(SOURCE, folder, { recursive: true });
    const install = ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--save-dev'];
    await must(folder, process.execPath, [...install, join(home, packed.filename)]);
    return new Consumer(home, folder, packed);
  }

  end(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  run(command: readonly string[], env?: Env): Promise<Ran> {
    return run(this.folder, this.node, command, env);
  }

  must(command: readonly string[], env?: Env): Promise<string> {
    return must(this.folder, this.node, command, env);
  }

  /** The same app in another place, packages and all; by another Node if one is given. */
  async moved(place: string, node = this.node): Promise<Consumer> {
    const folder = join(this.home, place);
    await must(this.home, this.node, ['mkdir', '-p', dirname(folder)]);
    // By hard links: half a gigabyte.
    await must(this.home, this.node, ['cp', '-al', this.folder, folder]);
    return new Consumer(this.home, folder, this.packed, node);
  }

  /** Node of that release, by the way that `npm ci` brings one along. */
  async nodeOf(release: string): Promise<string> {
    const name = `node-${process.platform}-${process.arch}`;
    const prefix = join(this.home, `node-${release}`);
    await must(this.home, this.node, [
      'npm',
      'install',
      '--no-audit',
      '--no-fund',
      '--prefix',
      prefix,
      `${name}@${release}`,
    ]);
    return join(prefix, 'node_modules', name, 'bin/node');
  }

  /** What a synth writes, by name: the template, and which assets there are, named by their content. */
  async synthesized(env?: Env): Promise<Readonly<Record<string, string>>> {
    const outdir = mkdtempSync(join(this.home, 'cdk.out-'));
    await this.must(['node', 'app.cjs'], { ...env, CDK_OUTDIR: outdir });
    return Object.fromEntries(
      readdirSync(outdir)
        .filter((name) => name.endsWith('.template.json') || name.startsWith('asset.'))
        .sort()
        .map((name) => [name, name.startsWith('asset.') ? '' : readFileSync(join(outdir, name), 'utf8')]),
    );
  }
}
