/** A message that waits, as postqueue(1) lists it. */
export interface QueueEntry {
  readonly queueId: string;
  readonly queue: string;
  readonly arrived: Date;
  readonly bytes: number;
  /** Empty for a notice. */
  readonly sender: string;
  readonly recipients: readonly { readonly address: string; readonly reason: string }[];
}

/** What `postqueue -j` prints: one JSON object a line. */
export function queueEntries(printed: string): QueueEntry[] {
  return printed
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Printed)
    .map((entry) => ({
      queueId: entry.queue_id,
      queue: entry.queue_name,
      arrived: new Date(entry.arrival_time * 1000),
      bytes: entry.message_size,
      sender: entry.sender === 'MAILER-DAEMON' ? '' : entry.sender,
      recipients: entry.recipients.map(({ address, delay_reason = '' }) => ({
        address,
        reason: delay_reason,
      })),
    }))
    .sort((a, b) => a.arrived.getTime() - b.arrived.getTime());
}

interface Printed {
  readonly queue_name: string;
  readonly queue_id: string;
  readonly arrival_time: number;
  readonly message_size: number;
  readonly sender: string;
  readonly recipients: readonly { readonly address: string; readonly delay_reason?: string }[];
}
