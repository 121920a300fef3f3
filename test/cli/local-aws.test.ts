import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../..');
const PROGRAM = resolve(PROJECT, 'bin/kitte.mjs');

const kitte = (...args: string[]) =>
  spawnSync(process.execPath, [PROGRAM, 'local-aws', ...args], { cwd: PROJECT, encoding: 'utf8' });

const WHO = `
const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
new STSClient().send(new GetCallerIdentityCommand()).then(({ Account }) => {
  console.log(Account, process.env.CDK_DEFAULT_REGION);
  process.exitCode = 7;
});`;

test('a command has the account in its environment, and its exit code is that of both', () => {
  const args = ['--account', '999988887777', '--region', 'ap-northeast-1'];
  const { status, stdout } = kitte(...args, '--', process.execPath, '-e', WHO);
  expect({ status, stdout }).toEqual({ status: 7, stdout: '999988887777 ap-northeast-1\n' });
});

test('without a command it prints the environment, and serves until it is told to end', async () => {
  const child = spawn(process.execPath, [PROGRAM, 'local-aws'], { cwd: PROJECT });
  let [printed, told] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const serving = new Promise<void>((done) =>
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (told.includes('Serving')) done();
    }),
  );
  await serving;
  const endpoint = /^export AWS_ENDPOINT_URL='(http:\/\/127\.0\.0\.1:\d+)'$/m.exec(printed)?.[1] ?? '';
  expect((await fetch(endpoint, { method: 'POST' })).status).toBeGreaterThanOrEqual(400);
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([0, null]);
}, 30_000);

test.each([
  [['--account', '123'], /'--account <id>'.*'123'.*twelve digits/s],
  [['--port', '70000'], /'--port <number>'.*'70000'.*from 1 to 65535/s],
  [['--parameter', 'nothing'], /'--parameter <name=value>'.*'nothing'.*NAME=VALUE/s],
  [['--image', 'ami-1=sparc'], /'--image <id=architecture>'.*'ami-1=sparc'.*arm64, or =x86_64/s],
  [['--', 'no-such-program'], /^no-such-program cannot be run: .*ENOENT/],
])('%j is refused in words', (args, words) => {
  const { status, stdout, stderr } = kitte(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(words);
});
