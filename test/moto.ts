import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A server of moto, which imitates AWS's services and is not ours: the real ones' requests and errors, more or less. */
export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Says so where it is missing: the tests on it are skipped for nothing else. */
export function hasMoto(): boolean {
  const present = spawnSync('moto_server', ['--help']).status === 0;
  if (!present)
    console.log('moto_server is not installed (pip install "moto[server]"): its tests are skipped.');
  return present;
}

export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    detached: true,
  });
  await answering(server, endpoint, Date.now() + 30_000);
  return {
    endpoint,
    async stop() {
      if (server.pid === undefined || server.exitCode !== null) return;
      const ended = once(server, 'exit');
      // With the process that a wrapper such as pyenv's has started.
      process.kill(-server.pid);
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No port of the loopback is free.');
  return address.port;
}

async function answering(server: ChildProcess, endpoint: string, deadline: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`${endpoint}/moto-api/`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (server.exitCode != null) throw new Error(`moto_server ended with ${String(server.exitCode)}.`);
    if (Date.now() > deadline) throw new Error(`moto_server does not answer at ${endpoint}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
