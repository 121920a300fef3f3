import { createHash, X509Certificate } from 'node:crypto';
import { receiverHost } from '../../world/layout';
import { doors } from '../../world/receiver/doors';
import { until } from '../../world/shell';
import type { Fault } from '../fault';
import type { Ground } from '../ground';
import type { Load } from '../load/load';
import { putOff, reasons } from '../queue';
import { throughDoor } from './door';

const NAME = `_25._tcp.${receiverHost}`;
const NO_KEY = '0'.repeat(64);

/** `3 1 1`: the end entity's public key, by SHA-256 (RFC 7672 section 3.1). */
async function publish(ground: Ground, digests: readonly string[]): Promise<void> {
  const values = digests.map((digest) => `3 1 1 ${digest}`);
  // Each delivery process of Postfix's keeps a record for its TTL.
  const ttl = 1;
  await ground.world.dns.publish(values.length === 0 ? [] : [{ name: NAME, type: 'TLSA', ttl, values }]);
  await ground.exec('unbound-control', 'flush_zone', 'net');
}

async function keyDigest({ world }: Ground): Promise<string> {
  const { publicKey } = new X509Certificate(await world.receiver.certificate());
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

const arrived = async ({ world }: Ground) => (await world.receiver.messages()).length;

/** Messages are put off for this reason, those that come in meanwhile too, and none arrives. */
async function withheld(ground: Ground, load: Load, why: RegExp): Promise<string> {
  const before = await arrived(ground);
  const through = async () => (await arrived(ground)) - before;
  // Who delivers puts nothing off: whichever is seen first.
  const words = await until(`messages to wait for ${String(why)}, or to arrive`, 60_000, async () =>
    (await through()) > 0 ? '' : (await reasons(ground)).find((reason) => why.test(reason)),
  );
  await ground.flush();
  await load.accepts(10, 60_000);
  const count = await through();
  if (count > 0) throw new Error(`${String(count)} messages arrived past the TLSA record`);
  return words;
}

/** The receiver is as its record says: what waited goes out, and Postfix has verified to whom. */
async function verified(ground: Ground): Promise<string> {
  const now = (await ground.sh('date +%s')).trim();
  const words = 'Verified TLS connection established';
  return until('a delivery that DANE verified', 60_000, async () => {
    await ground.flush();
    const log = `journalctl -b -o cat --since=@${now} -u 'postfix*'`;
    return (await ground.sh(`${log} | grep -F '${words}' || true`)) === '' ? undefined : words;
  });
}

/** A receiver that publishes a record and does not keep to it gets nothing (RFC 7672 section 2.2) until it does. */
export const dane: Fault = {
  id: 'receiver-dane-mismatch',
  group: 'receiver',
  name: "the receiver's certificate is not the one of its TLSA record",
  client: 'served',
  plant: (ground) => publish(ground, [NO_KEY]),
  during: async (ground, load) => {
    const wrong = await withheld(ground, load, /Server certificate not verified/);
    await publish(ground, [await keyDigest(ground)]);
    return `${wrong}; with the right record: ${await verified(ground)}`;
  },
  heal: (ground) => publish(ground, []),
};

const withoutTls = throughDoor(doors.clear);

export const tls: readonly Fault[] = [
  {
    id: 'receiver-tls-fails',
    group: 'receiver',
    // Postfix goes on without TLS, as no TLSA record forbids it, but not before a message is minimal_backoff_time old.
    name: 'TLS is offered, and every handshake fails',
    client: 'served',
    during: (ground) => putOff(ground, /Cannot start TLS: handshake failure/),
    ...throughDoor(doors.cipherless),
  },
  dane,
  {
    id: 'receiver-dane-stripped',
    group: 'receiver',
    name: 'the receiver has a TLSA record, and somebody on the way takes STARTTLS out of its answer',
    client: 'served',
    plant: async (ground) => {
      await publish(ground, [await keyDigest(ground)]);
      await withoutTls.plant(ground);
    },
    during: async (ground, load) => {
      const stripped = await withheld(ground, load, /TLS is required, but was not offered/);
      await withoutTls.heal(ground);
      return `${stripped}; as it was before: ${await verified(ground)}`;
    },
    heal: async (ground) => {
      await withoutTls.heal(ground);
      await publish(ground, []);
    },
  },
];
