import type { Case, ClientName } from '../case';
import { RELAYS } from '../case';
import type { Ground } from '../ground';
import { alertmanager } from './alertmanager';
import type { Said, Send } from './client';
import { commands } from './commands';
import { machine } from './machine';
import { nodemailer } from './nodemailer';
import { relay } from './relays';
import { scripts } from './scripts';

const CLIENTS: readonly { readonly names: readonly ClientName[]; readonly send: Send }[] = [
  { names: ['smtplib', 'bdat', 'python'], send: scripts.python },
  { names: ['django'], send: scripts.django },
  { names: ['phpmailer', 'php'], send: scripts.php },
  { names: ['actionmailer'], send: scripts.actionmailer },
  { names: ['nodemailer'], send: nodemailer },
  { names: ['swaks', 'msmtp'], send: commands },
  { names: ['alertmanager'], send: alertmanager },
  ...RELAYS.map((name) => ({ names: [name], send: relay(name) })),
  { names: ['machine'], send: machine },
];

/** Every client sends its own, beside the others. */
export async function sendAll(ground: Ground, cases: readonly Case[]): Promise<Said> {
  const all = await Promise.all(
    CLIENTS.map(async ({ names, send }) => {
      const own = cases.filter(({ client }) => names.includes(client));
      if (own.length === 0) return new Map<string, string>();
      // One that cannot even start fails its own cases, not those of the others.
      return send(ground, own).catch(
        (error: unknown) => new Map(own.map(({ id }) => [id, `${names.join(', ')}: ${String(error)}`])),
      );
    }),
  );
  return new Map(all.flatMap((said) => [...said]));
}
