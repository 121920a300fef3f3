import { createHash, X509Certificate } from 'node:crypto';

import { receiverHost } from '../world/layout';
import { until } from '../world/shell';
import type { Fault } from './fault';
import type { Ground } from './ground';

const NAME = `_25._tcp.${receiverHost}`;
const WRONG = '0'.repeat(64);

/** `3 1 1`: the end entity's public key, by SHA-256 (RFC 7672 section 3.1). */
async function publish(ground: Ground, digest: string): Promise<void> {
  await ground.world.dns.publish([{ name: NAME, type: 'TLSA', ttl: 60, values: [`3 1 1 ${digest}`] }]);
  await ground.exec('unbound-control', 'flush_zone', 'net');
}

async function keyDigest({ world }: Ground): Promise<string> {
  const { stdout } = await world.receiver.exec('cat', '/srv/receiver/tls.pem');
  const key = new X509Certificate(stdout).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('hex');
}

/** With a record that does not match nothing may be delivered (RFC 7672 section 2.2); with the right one all of it is. */
export const dane: Fault = {
  id: 'receiver-dane',
  group: 'receiver',
  name: "the receiver's certificate is not the one of its TLSA record",
  client: 'served',
  plant: (ground) => publish(ground, WRONG),
  during: async (ground) => {
    const before = (await ground.world.receiver.messages()).length;
    await ground.waiting(10, 60_000);
    await ground.flush();
    await until('Postfix to say why it waits', 30_000, async () =>
      (await ground.sh('postqueue -j')).includes('not trusted') ? true : undefined,
    );
    const through = (await ground.world.receiver.messages()).length - before;
    if (through > 0)
      throw new Error(`${String(through)} messages were delivered past a TLSA record that does not match`);
  },
  heal: async (ground) => {
    try {
      await publish(ground, await keyDigest(ground));
      await ground.flush();
      await until('a delivery that DANE verified', 60_000, async () => {
        const lines = await ground.sh(
          "journalctl -b --since=-2min -u 'postfix*' | grep 'Verified TLS connection' || true",
        );
        return lines === '' ? undefined : true;
      });
    } finally {
      await ground.world.dns.publish([]);
      await ground.exec('unbound-control', 'flush_zone', 'net');
    }
  },
};
