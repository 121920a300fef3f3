import { layout } from '../../world/layout';
import type { Receiver } from '../../world/receiver/receiver';

const FILTER = 'kitte_faults';
const DOORS = 'kitte_doors';

/** The receiver's own firewall: these rules of ours, and no others. */
export async function filter(receiver: Receiver, chain = ''): Promise<void> {
  const table = `table ip ${FILTER}`;
  await receiver.firewall(`${table}\ndelete ${table}\n${chain === '' ? '' : `${table} {\n${chain}\n}\n`}`);
}

/** What comes in for port 25, before anybody answers. */
export const incoming = (verdict: string) =>
  `chain incoming { type filter hook input priority filter; tcp dport 25 ${verdict}\n }`;

/** A connection to port 25 is reset once its client has sent so much. */
export const resetAfter = (bytes: number) =>
  [
    'set clients { type ipv4_addr . inet_service; flags dynamic; timeout 5m; }',
    incoming(
      `update @clients { ip saddr . tcp sport quota over ${String(bytes)} bytes } reject with tcp reset`,
    ),
  ].join('\n');

/** An answer from this port that is not encrypted and begins so never arrives: its packet becomes a reset. */
export function resetInPlaceOf(answer: string, port: number): string {
  const hex = Buffer.from(answer, 'latin1').toString('hex');
  // `ih` is what follows TCP's header: the answer itself, of which nft(8) compares 16 bytes at most.
  const begins = `@ih,0,${String(answer.length * 8)} 0x${hex}`;
  return `chain outgoing { type filter hook output priority filter; tcp sport ${String(port)} ${begins} tcp flags set rst\n }`;
}

/** New connections for port 25 go to these ports, by turns; without any they go where they should. */
export async function lead(receiver: Receiver, ports: readonly number[]): Promise<void> {
  const turns = ports.map((port, turn) => `${String(turn)} : ${String(port)}`).join(', ');
  const to = `numgen inc mod ${String(ports.length)} map { ${turns} }`;
  const led = `incoming ip daddr ${layout.receiver} tcp dport 25 redirect to :${to}`;
  // Without a rule that asks for it the kernel tracks no connection, and translates no more for those that stand.
  const rules = ['standing ct state established accept', ...(ports.length === 0 ? [] : [led])];
  await receiver.firewall(
    [
      `table ip ${DOORS} {`,
      'chain incoming { type nat hook prerouting priority dstnat; }',
      'chain standing { type filter hook input priority filter; }',
      '}',
      `flush table ip ${DOORS}`,
      ...rules.map((rule) => `add rule ip ${DOORS} ${rule}`),
      '',
    ].join('\n'),
  );
}
