import { getServers } from 'node:dns';
import { isIP } from 'node:net';

import { AUTHENTIC_DATA, CHECKING_DISABLED, DNSSEC_OK, RECURSION_DESIRED, type Answer } from 'dns-packet';

import { LookupError, type SecureLookup } from '../probe';
import { question } from './dns-question';

/** The sizes of our own answers over TCP are of no account, but the option must say one (RFC 6891 section 6.2.3). */
const UDP_PAYLOAD = 1232;

/** Asks the first of these resolvers, or of the system's. */
export function secureLookup(servers: readonly string[], ask: typeof question = question): SecureLookup {
  const { address, port } = endpoint(servers[0] ?? getServers()[0] ?? '127.0.0.1');
  return async (name, type, how) => {
    const flags = RECURSION_DESIRED | AUTHENTIC_DATA | (how === 'unchecked' ? CHECKING_DISABLED : 0);
    try {
      const packet = await ask(address, name, type, port, {
        flags,
        additionals: [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: UDP_PAYLOAD,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: DNSSEC_OK,
            flag_do: true,
            options: [],
          },
        ],
      });
      return {
        code: (packet as { rcode?: string }).rcode ?? 'unknown',
        authentic: packet.flag_ad,
        values: (packet.answers ?? []).flatMap((answer) => (answer.type === type ? [written(answer)] : [])),
      };
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new LookupError(`${type} ${name}`, `${address}: ${words}`);
    }
  };
}

/** `getServers` writes a port only where it is not 53. */
function endpoint(server: string): { address: string; port: number } {
  if (isIP(server) !== 0) return { address: server, port: 53 };
  const [, address = server, port = '53'] = /^\[?(.+?)\]?:(\d+)$/.exec(server) ?? [];
  return { address, port: Number(port) };
}

/** Presentation form of what a check reads; of the rest it counts that it is there. */
function written(answer: Answer): string {
  if (answer.type !== 'TLSA') return answer.type;
  const { usage, selector, matchingType, certificate } = answer.data;
  return [usage, selector, matchingType, certificate.toString('hex')].join(' ');
}
