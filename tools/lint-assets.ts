/** Lints what runs on the machine and in CI, and its tests: shellcheck for shell, ruff (as WebAssembly, from npm) for Python. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';

const root = new URL('..', `file://${__filename}`).pathname;
const files = globSync(['assets/**', 'lib/**/*.py', 'test/machine/python/**', '.ci/*'], {
  cwd: root,
  onlyFiles: true,
  dot: true,
});
const firstLine = (file: string) => readFileSync(`${root}/${file}`, 'utf8').split('\n', 1)[0] ?? '';
const shell = files.filter((file) => file.endsWith('.sh') || /^#!.*\b(ba)?sh\b/.test(firstLine(file)));
const python = files.filter((file) => file.endsWith('.py') || /^#!.*\bpython3?\b/.test(firstLine(file)));

let failures = 0;
if (shell.length > 0) {
  const run = spawnSync('shellcheck', shell, { cwd: root, stdio: 'inherit' });
  if (run.error && !process.env['CI']) {
    console.error(
      `shellcheck is not installed (apt-get install shellcheck): ${shell.length} shell files not linted.`,
    );
  } else if (run.status !== 0) failures += 1;
}
const ruff = new Workspace(
  { 'line-length': 120, lint: { select: ['E', 'F', 'W', 'B', 'UP', 'I', 'S'] } },
  PositionEncoding.Utf16,
);
for (const file of python) {
  for (const finding of ruff.check(readFileSync(`${root}/${file}`, 'utf8')) as Finding[]) {
    console.error(`${file}:${finding.start_location.row} ${finding.code ?? ''} ${finding.message}`);
    failures += 1;
  }
}
console.log(`${shell.length} shell and ${python.length} Python files linted.`);
process.exitCode = failures === 0 ? 0 : 1;

interface Finding {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number };
}
