import { layout } from '../world/layout';
import type { Receiver } from '../world/receiver/receiver';

const PORT = 2525;
const TABLE = 'kitte_faults';

/** The receiver's own firewall: its rules for port 25, and no others. */
export async function rules(receiver: Receiver, chain: string): Promise<void> {
  await receiver.firewall(`table ip ${TABLE}\ndelete table ip ${TABLE}\ntable ip ${TABLE} {\n${chain}\n}\n`);
}

export async function noRules(receiver: Receiver): Promise<void> {
  await receiver.firewall(`table ip ${TABLE}\ndelete table ip ${TABLE}\n`);
}

/** What comes in for port 25, before anybody answers. */
export const incoming = (verdict: string) =>
  `chain input { type filter hook input priority filter; tcp dport 25 ${verdict}\n }`;

/** Postfix's smtp-sink(1) takes the receiver's place for each new connection, misbehaving as it is told. */
export async function openSink(receiver: Receiver, options: readonly string[]): Promise<void> {
  receiver.daemon('smtp-sink', ['smtp-sink', ...options, `0.0.0.0:${String(PORT)}`, '100']);
  await rules(
    receiver,
    `chain redirect { type nat hook prerouting priority dstnat; ip daddr ${layout.receiver} tcp dport 25 redirect to :${String(PORT)}\n }`,
  );
}

/** Its connections end with it, wherever they are. */
export async function closeSink(receiver: Receiver): Promise<void> {
  await noRules(receiver);
  await receiver.exec('pkill', '-KILL', '-x', 'smtp-sink');
}
