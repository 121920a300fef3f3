/**
 * One run of one checkout: a server is deployed in the rehearsal's world, gets a changed user-data and then a
 * successor, while a client outside asks port 587 for its greeting every 100 ms. Prints one line of JSON.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { longestGap, phases } from './boot-phases';

const CONFIG = {
  domain: 'example.com',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ' },
};

/** Prints the time of each greeting: nothing is a greeting but 220. */
const WATCH = `const { connect } = require('node:net');
setInterval(() => {
  const socket = connect(587, process.argv[1]);
  socket.setTimeout(1000, () => socket.destroy());
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    if (String(data).startsWith('220')) console.log(Date.now());
    socket.end('QUIT\\r\\n');
  });
}, 100);`;

async function main(checkout: string): Promise<void> {
  const from = <T>(file: string) => import(join(checkout, 'lib', file)) as Promise<T>;
  // The checkout's own library, which need not be the one that this file lies beside.
  const { Rehearsal } = await from<typeof import('../lib/rehearsal/rehearse')>('rehearsal/rehearse.ts');
  const { loadConfig } = await from<typeof import('../lib/config/load')>('config/load.ts');
  const { cacheDirectory } =
    await from<typeof import('../lib/cli/cache-directory')>('cli/cache-directory.ts');

  const directory = mkdtempSync(join(tmpdir(), 'kitte-bench-'));
  const config = join(directory, 'kitte.config.ts');
  const write = (more: object) =>
    writeFileSync(config, `export default ${JSON.stringify({ ...CONFIG, ...more })};\n`);
  write({});
  const [environment] = await loadConfig(config);
  if (environment === undefined) throw new Error('The benchmark config has no environment.');
  const rehearsal = new Rehearsal({
    projectDirectory: checkout,
    cacheDirectory: cacheDirectory(process.env),
    environment,
    context: [`config=${config}`],
  });
  try {
    for (const task of rehearsal.tasks().slice(0, 3)) await task.run(() => undefined);
    const { stand } = rehearsal;
    const instance = () => stand.account.instances()[0]?.id ?? '';
    const journal = ['journalctl', '--no-pager', '--output=short-monotonic'];
    const boot = phases((await stand.world.exec(instance(), journal)).stdout);

    const closedBy = async (more: object) => {
      write(more);
      const open: number[] = [];
      const watch = stand.world.client.spawn([process.execPath, '-e', WATCH, rehearsal.address()]);
      watch.stdout.on('data', (data: Buffer) => open.push(...String(data).trim().split('\n').map(Number)));
      const args = ['deploy', `${environment.name}/*`, '--require-approval', 'never'];
      const { exitCode, output } = await stand.cdk([...args, ...rehearsal.context()]);
      watch.kill();
      if (exitCode !== 0) throw new Error(`cdk deploy failed:\n${output.slice(-4000)}`);
      return longestGap(open);
    };
    const changed = await closedBy({ certificate: { email: 'ops@example.com' } });
    stand.releaseImage('ami-0fedcba9876543210');
    const replaced = await closedBy({ machine: { image: { revision: 2 } } });
    console.log(JSON.stringify({ boot, closedByUserData: changed, closedByReplacement: replaced }));
  } finally {
    if (rehearsal.begun) await rehearsal.stand.tearDown();
    rmSync(directory, { recursive: true, force: true });
  }
}

main(resolve(process.argv[2] ?? '.')).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
