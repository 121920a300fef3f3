import { createInterface } from 'node:readline';
import { createTransport } from 'nodemailer';
import { serialHeader, type Attempt, type LoadJob } from './job';

/**
 * A mail client that keeps sending: its job as a line on standard input, each attempt as a line on standard output.
 * What is not accepted it tries again, as mail clients do. `stop` ends new messages, and it ends when none waits.
 */
const lines = createInterface({ input: process.stdin });
const PAUSE_MS = 500;
/** A client with so many messages on hand begins no further one. */
const HAND = 20;
let stopped = false;

lines.once('line', (line) => void work(JSON.parse(line) as LoadJob));
lines.on('close', () => process.exit(0));

async function work(job: LoadJob): Promise<void> {
  lines.on('line', (word) => {
    stopped ||= word === 'stop';
  });
  const pending = new Set<Promise<void>>();
  for (let number = 1; !stopped;) {
    if (pending.size < HAND) {
      const one: Promise<void> = handIn(job, number).finally(() => pending.delete(one));
      pending.add(one);
      number += 1;
    }
    await pause(1000 / job.perSecond);
  }
  await Promise.all(pending);
  process.stdout.write('', () => process.exit(0));
}

async function handIn(job: LoadJob, number: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const attempt = await submit(
      job,
      `${job.mark}-${String(number)}`,
      job.port ?? ((number + tries) % 2 === 0 ? 465 : 587),
    );
    process.stdout.write(`${JSON.stringify(attempt)}\n`);
    if (attempt.outcome === 'accepted' || attempt.outcome === 'permanent') return;
    await pause(PAUSE_MS);
  }
}

async function submit(job: LoadJob, serial: string, port: 465 | 587): Promise<Attempt> {
  const begun = Date.now();
  let under = false;
  // The server's 354 means that the message goes out; what ends without a code after it may have arrived.
  const note = (entry: { tnx?: string }, text: unknown) => {
    if (entry.tnx === 'server' && String(text).startsWith('354')) under = true;
  };
  const quiet = () => undefined;
  const logger = { level: quiet, trace: note, debug: note, info: note, warn: note, error: note, fatal: note };
  const transport = createTransport({
    ...{ host: job.host, port, secure: port === 465, requireTLS: port === 587, name: 'laptop.example.net' },
    ...{ auth: { user: job.login, pass: job.password }, logger, debug: true, transactionLog: true },
    ...{ connectionTimeout: 3_000, greetingTimeout: 5_000, socketTimeout: 15_000, dnsTimeout: 3_000 },
  });
  const ended = (outcome: Attempt['outcome'], doubtful: boolean, answer: string) => ({
    ...{ serial, begun, at: Date.now(), outcome, doubtful, answer },
  });
  try {
    const envelope = { from: job.from, to: [job.to] };
    const { response } = await transport.sendMail({ envelope, raw: letter(job, serial) });
    return ended('accepted', false, response);
  } catch (error) {
    const { responseCode, message } = error as Error & { responseCode?: number };
    if (responseCode === undefined) return ended('unanswered', under, message);
    return ended(responseCode >= 500 ? 'permanent' : 'temporary', false, message);
  } finally {
    transport.close();
  }
}

/** Of one to nine kilobytes, so that some are cut in their middle. */
function letter({ from, to }: LoadJob, serial: string): string {
  const length = 12 + (Number(serial.split('-').at(-1)) % 9) * 12;
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${serial}`,
    serialHeader(serial, from.split('@')[1] ?? ''),
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    '',
    ...Array.from(
      { length },
      (_, line) => `${String(line)} What was accepted arrives, or is returned to its sender.`,
    ),
    '',
  ].join('\r\n');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
