import { randomInt } from 'node:crypto';
import { connect } from 'node:net';

import { streamDecode, streamEncode, type DecodedPacket, type Packet, type RecordType } from 'dns-packet';

const PATIENCE_MS = 5000;

/**
 * Asks one server; without further flags and options that is a name server itself, without recursion. Over TCP, which
 * every server must speak (RFC 7766) and which has room for a key of 4096 bits.
 */
export function question(
  address: string,
  name: string,
  type: RecordType,
  port = 53,
  more: Pick<Packet, 'flags' | 'additionals'> = {},
): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, timeout: PATIENCE_MS });
    const parts: Buffer[] = [];
    const give = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once('connect', () =>
      socket.write(
        streamEncode({ type: 'query', id: randomInt(65_536), questions: [{ type, name }], ...more }),
      ),
    );
    socket.on('data', (part) => {
      parts.push(part);
      const all = Buffer.concat(parts);
      if (all.length < 2 || all.length < 2 + all.readUInt16BE(0)) return;
      socket.end();
      try {
        // The types leave out that what is decoded has its flags.
        resolve(streamDecode(all) as DecodedPacket);
      } catch (error) {
        give(new Error(`an answer that cannot be read (${String(error)})`));
      }
    });
    socket.once('timeout', () => give(new Error(`no answer within ${String(PATIENCE_MS / 1000)} s`)));
    socket.once('error', (error: NodeJS.ErrnoException) => give(new Error(error.code ?? error.message)));
    socket.once('close', () => reject(new Error('no whole answer')));
  });
}
