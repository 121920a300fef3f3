import type { Receiver } from '../../world/receiver/receiver';

const TABLE = 'kitte_faults';

/** The receiver's own firewall: these rules of ours, and no others. */
export async function rules(receiver: Receiver, chain: string): Promise<void> {
  await receiver.firewall(`table ip ${TABLE}\ndelete table ip ${TABLE}\ntable ip ${TABLE} {\n${chain}\n}\n`);
}

export async function noRules(receiver: Receiver): Promise<void> {
  await receiver.firewall(`table ip ${TABLE}\ndelete table ip ${TABLE}\n`);
}

/** What comes in for port 25, before anybody answers. */
export const incoming = (verdict: string) =>
  `chain incoming { type filter hook input priority filter; tcp dport 25 ${verdict}\n }`;

/** New connections to port 25 go to these ports, by turns. */
export function diverted(address: string, ports: readonly number[]): string {
  const turns = ports.map((port, turn) => `${String(turn)} : ${String(port)}`).join(', ');
  const to = `numgen inc mod ${String(ports.length)} map { ${turns} }`;
  return `chain diverted { type nat hook prerouting priority dstnat; ip daddr ${address} tcp dport 25 redirect to :${to}\n }`;
}

/** A connection to port 25 is reset once its client has sent so much. */
export const resetAfter = (bytes: number) =>
  [
    'set clients { type ipv4_addr . inet_service; flags dynamic; timeout 5m; }',
    incoming(
      `update @clients { ip saddr . tcp sport quota over ${String(bytes)} bytes } reject with tcp reset`,
    ),
  ].join('\n');

/** An answer on port 25 that is not encrypted and begins so never arrives: its packet becomes a reset. */
export function resetInPlaceOf(answer: string): string {
  const hex = Buffer.from(answer, 'latin1').toString('hex');
  // `ih` is what follows TCP's header: the answer itself, of which nft(8) compares 16 bytes at most.
  const begins = `@ih,0,${String(answer.length * 8)} 0x${hex}`;
  return `chain outgoing { type filter hook output priority filter; tcp sport 25 ${begins} tcp flags set rst\n }`;
}
