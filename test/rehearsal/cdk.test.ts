import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCdk } from '../../lib/rehearsal/cdk';

const projectDirectory = mkdtempSync(join(tmpdir(), 'kitte-cdk-'));
const logFile = join(projectDirectory, 'cdk.log');
afterAll(() => rmSync(projectDirectory, { recursive: true }));

/** A CLI that is a shell script in the place of the project's own. */
function standIn(script: string): void {
  const folder = join(projectDirectory, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

test('a failed run is a result: its code, all that it said on both outputs, and its lines as they come', async () => {
  standIn('echo "$PWD $1 $AWS_ENDPOINT_URL $HOME"; echo bad >&2; printf half; exit 3');
  const lines: string[] = [];
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const run = await runCdk({ projectDirectory, env, logFile, onLine: (line) => lines.push(line) }, [
    'deploy',
  ]);
  expect(run.exitCode).toBe(3);
  // Nothing of this process's environment: real credentials never reach the CLI.
  expect(lines).toContain(`${projectDirectory} deploy http://127.0.0.1:1 `);
  expect(run.output).toContain('bad\n');
  expect(run.output).toContain('half');
});

test('every run is appended to the log under its command', async () => {
  rmSync(logFile, { force: true });
  standIn('echo "did $1"');
  for (const command of ['diff', 'destroy']) await runCdk({ projectDirectory, env: {}, logFile }, [command]);
  expect(readFileSync(logFile, 'utf8')).toBe('$ cdk diff\ndid diff\n$ cdk destroy\ndid destroy\n');
});

test('a CLI that is not there is a failed run that names it', async () => {
  rmSync(join(projectDirectory, 'node_modules'), { recursive: true, force: true });
  await expect(runCdk({ projectDirectory, env: {}, logFile }, ['ls'])).resolves.toMatchObject({
    exitCode: 127,
    output: expect.stringMatching(/node_modules\/\.bin\/cdk: No such file/) as string,
  });
});
