import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Keeps what a version deploys, for the test that deploys later ones over it: templates with settings and machine programs, and
 * the code of the functions. `npx tsx tools/keep-version.ts [PROJECT]` writes test/fixtures/upgrade/VERSION.json.gz here, by the
 * version in the project's package.json. The gate is off, as its code alone would be ten times the rest.
 */
const CONFIG = {
  // The rehearsal's: the CLI refuses an assembly of another account.
  account: '123456789012',
  region: 'eu-west-1',
  domain: 'example.com',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ' },
  mx: true,
  users: [{ login: 'mailer' }, { login: 'shop', senders: ['orders@example.com'] }],
  verify: 'off',
};
/** What the CLI shows to people, and deploys without. */
const NEEDLESS = /(^|\/)(tree\.json|validation-report\.json|[^/]+\.metadata\.json)$/;

const project = resolve(process.argv[2] ?? '.');
const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
const directory = mkdtempSync(join(tmpdir(), 'kitte-version-'));
try {
  const config = join(directory, 'kitte.config.ts');
  writeFileSync(config, `export default ${JSON.stringify(CONFIG)};\n`);
  const out = join(directory, 'cdk.out');
  execFileSync('npx', ['cdk', 'synth', '--quiet', 'prod/*', '-c', `config=${config}`, '--output', out], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const files = Object.fromEntries(
    filesBelow(out)
      .map((path) => relative(out, path))
      .filter((path) => !NEEDLESS.test(path))
      .sort()
      .map((path) => [path, kept(readFileSync(join(out, path), 'utf8'), path)]),
  );
  const folder = resolve(__dirname, '../test/fixtures/upgrade');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${version}.json.gz`);
  writeFileSync(path, gzipSync(JSON.stringify({ version, config: CONFIG, files }), { level: 9 }));
  process.stdout.write(
    `${path}: ${String(Object.keys(files).length)} files, ${String(statSync(path).size)} bytes\n`,
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A manifest names no file that is left out; a template loses its white space. */
function kept(text: string, path: string): string {
  if (!path.endsWith('.json')) return text;
  const value = JSON.parse(text) as { artifacts?: Record<string, { additionalMetadataFile?: string }> };
  for (const artifact of Object.values(value.artifacts ?? {})) delete artifact.additionalMetadataFile;
  // The hash of a template is in its file's name: it stays as it is.
  return path.endsWith('.template.json') ? text : JSON.stringify(value);
}
