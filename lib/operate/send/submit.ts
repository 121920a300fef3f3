import { randomUUID } from 'node:crypto';

import { AwsFailure } from '../../deployed/failure';
import { type Door, transportTo } from '../submission';

export interface TestMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Accepted {
  readonly queueId: string;
  readonly messageId: string;
  /** The server's reply to the message. */
  readonly words: string;
}

/** Submits one message as any mail client does. */
export async function submit(door: Door, { from, to, subject, text }: TestMail): Promise<Accepted> {
  const messageId = `<${randomUUID()}@${from.slice(from.lastIndexOf('@') + 1)}>`;
  const transport = transportTo(door);
  try {
    const { response = '' } = await transport.sendMail({
      ...{ from, to, subject, text, messageId },
      // A test answers nobody, and nobody should answer it by machine (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const queueId = /queued as (\w+)/.exec(response)?.[1];
    if (queueId === undefined)
      throw new AwsFailure(`${door.host} took the message but named no queue id: ${response}`);
    return { queueId, messageId, words: response };
  } catch (error) {
    if (error instanceof AwsFailure) throw error;
    throw new AwsFailure(`${door.host} did not take the message: ${explained(error, door)}`);
  } finally {
    transport.close();
  }
}

function explained(error: unknown, { host, port, login }: Door): string {
  const words = error instanceof Error ? error.message : String(error);
  const { code } = error as { code?: string };
  switch (code) {
    case 'EAUTH':
      return `${words} The password in the secret is not the one in force for ${login}: wait five minutes after it was turned, then look at kitte users.`;
    case 'EENVELOPE':
      return `${words} It refuses the sender or the recipient: give another --from or --to.`;
    case 'ECONNECTION':
    case 'ETIMEDOUT':
    case 'ESOCKET':
    case 'EDNS':
    case 'ETLS':
      return `${words} See that port ${String(port)} of ${host} is open from here (kitte doctor), and that the server has its certificate.`;
    default:
      return words;
  }
}
