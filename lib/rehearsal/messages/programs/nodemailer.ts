import { createInterface } from 'node:readline';

import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer';

/** Sends cases by nodemailer: one JSON line in, a JSON line out for each. */
interface Job {
  readonly host: string;
  readonly port: number;
  /** Where the server is reached, if not at its name. */
  readonly address: string;
  readonly login: string;
  readonly password: string;
  readonly cases: readonly { readonly id: string; readonly how: Mail.Options }[];
}

async function work({ host, port, address, login, password, cases }: Job): Promise<void> {
  for (const { id, how } of cases) {
    const transport = createTransport({
      ...{ host: address, port, secure: true, tls: { servername: host } },
      auth: { user: login, pass: password },
    });
    let said = 'sent';
    try {
      await transport.sendMail(how);
    } catch (error) {
      said = String(error);
    }
    transport.close();
    process.stdout.write(`${JSON.stringify({ id, said })}\n`);
  }
}

createInterface({ input: process.stdin }).once('line', (line) => {
  void work(JSON.parse(line) as Job).then(() => process.exit(0));
});
