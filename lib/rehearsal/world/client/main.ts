import { createTransport } from 'nodemailer';
import type { ClientJob, Submission, Submitted } from './job';
import { rawDialogue } from './raw';

/** The laptop: one job as JSON on standard input, its outcome as JSON on standard output. */
async function main(): Promise<void> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  const job = JSON.parse(text) as ClientJob;
  const outcome = job.kind === 'raw' ? await rawDialogue(job.raw) : await submit(job.submission);
  process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
}

async function submit({
  host,
  port,
  tls,
  login,
  password,
  envelope,
  message,
}: Submission): Promise<Submitted> {
  const dialogue: string[] = [];
  const note = (_entry: unknown, text: unknown) => void dialogue.push(String(text));
  const logger = {
    level: () => undefined,
    trace: note,
    debug: note,
    info: note,
    warn: note,
    error: note,
    fatal: note,
  };
  const transport = createTransport({
    ...{ host, port, secure: tls === 'implicit', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' },
    ...(login === undefined ? {} : { auth: { user: login, pass: password ?? '' } }),
    ...{ name: 'laptop.example.net', logger, debug: true, connectionTimeout: 20_000 },
  });
  try {
    const sent = await transport.sendMail({ envelope: { ...envelope, to: [...envelope.to] }, raw: message });
    return { accepted: sent.rejected.length === 0, response: sent.response, dialogue };
  } catch (error) {
    return { accepted: false, response: error instanceof Error ? error.message : String(error), dialogue };
  } finally {
    transport.close();
  }
}

void main();
