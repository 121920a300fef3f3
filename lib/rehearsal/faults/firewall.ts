import type { Receiver } from '../world/receiver/receiver';

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
