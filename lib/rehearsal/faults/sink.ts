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

/**
 * Postfix's smtp-sink(1) takes the receiver's place for each new connection, misbehaving as it is told. Gives the
 * way back, which ends its connections wherever they are.
 */
export async function openSink(receiver: Receiver, options: readonly string[]): Promise<() => Promise<void>> {
  const port = String(PORT);
  const sink = receiver.daemon('smtp-sink', ['smtp-sink', ...options, `0.0.0.0:${port}`, '100']);
  const taken = `ip daddr ${layout.receiver} tcp dport 25 redirect to :${port}`;
  await rules(receiver, `chain taken { type nat hook prerouting priority dstnat; ${taken}\n }`);
  return async () => {
    await noRules(receiver);
    sink.kill('SIGKILL');
  };
}
