import { createTransport } from 'nodemailer';
import type { Submission, Submitted } from './job';

/** One message as a mail client sends it. */
export async function submit({
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
