import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

import { run } from '../../../lib/rehearsal/world/shell';

interface Attempt {
  readonly from: string;
  readonly to: string;
  readonly reached: boolean;
}

/** Opens a port on the host and knocks at it, at each of the host's addresses, from the host and from every namespace. */
export async function reachesHost(runId: string) {
  const listener = createServer((socket) => socket.on('error', () => undefined).end('leak\n')).listen(
    0,
    '0.0.0.0',
  );
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address);
  const knock = async (from: string, enter: string[], to: string): Promise<Attempt> => {
    const attempt = `exec 3<>/dev/tcp/${to}/${String(port)} && head -c 4 <&3`;
    const argv = [...enter, 'timeout', '2', 'bash', '-c', attempt];
    const { stdout } = await run(argv).catch(() => ({ stdout: '' }));
    return { from, to, reached: stdout === 'leak' };
  };
  const prefix = `kitte-${runId}-`;
  const namespaces = readdirSync('/run/netns')
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
  try {
    return {
      namespaces,
      fromHost: await Promise.all(addresses.map((to) => knock('host', [], to))),
      fromWorld: await Promise.all(
        namespaces.flatMap((space) =>
          addresses.map((to) => knock(space, ['nsenter', `--net=/run/netns/${prefix}${space}`], to)),
        ),
      ),
    };
  } finally {
    listener.close();
  }
}
