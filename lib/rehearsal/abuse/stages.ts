import type { Sender } from '../judge/delivery';
import type { Client } from '../world/client/client';
import type { Talk } from '../world/client/talk';
import { clientAddresses, clientHost } from '../world/layout';

export type Port = 25 | 465 | 587;

/** A point in a session at which something is tried. */
export interface Stage {
  readonly port: Port;
  readonly name: string;
  /** The session has not begun: refused whatever is said, so that a sample of the forms will do. */
  readonly early?: true;
  readonly reach: (talk: Talk, sender: Sender) => Promise<void>;
}

export const EHLO = `EHLO ${clientHost}`;

const starttls = async (talk: Talk) => {
  await talk.say(EHLO);
  const answer = await talk.say('STARTTLS');
  if (!answer.startsWith('220')) throw new Error(`STARTTLS was refused: ${answer}`);
  await talk.secure();
  await talk.say(EHLO);
};
const wrongLogin = async (talk: Talk, { login }: Sender) => {
  await talk.say(`AUTH PLAIN ${plain(login, 'not-the-password')}`);
};

/** Everything up to where a stranger can get. */
export const STRANGERS: readonly Stage[] = [
  { port: 25, name: 'before EHLO', early: true, reach: () => Promise.resolve() },
  {
    port: 25,
    name: 'after HELO',
    early: true,
    reach: async (talk) => void (await talk.say(`HELO ${clientHost}`)),
  },
  { port: 25, name: 'after EHLO', reach: async (talk) => void (await talk.say(EHLO)) },
  { port: 25, name: 'after STARTTLS', reach: starttls },
  {
    port: 25,
    name: 'after STARTTLS and AUTH',
    reach: async (talk, sender) => {
      await starttls(talk);
      await talk.say(`AUTH PLAIN ${plain(sender.login, sender.password)}`);
    },
  },
  { port: 465, name: 'before EHLO', early: true, reach: () => Promise.resolve() },
  { port: 465, name: 'after EHLO', reach: async (talk) => void (await talk.say(EHLO)) },
  {
    port: 465,
    name: 'after a wrong login',
    reach: async (talk, sender) => {
      await talk.say(EHLO);
      await wrongLogin(talk, sender);
    },
  },
  { port: 587, name: 'before EHLO', early: true, reach: () => Promise.resolve() },
  { port: 587, name: 'before STARTTLS', early: true, reach: async (talk) => void (await talk.say(EHLO)) },
  {
    port: 587,
    name: 'before STARTTLS, after AUTH',
    early: true,
    reach: async (talk, sender) => {
      await talk.say(EHLO);
      await talk.say(`AUTH PLAIN ${plain(sender.login, sender.password)}`);
    },
  },
  { port: 587, name: 'after STARTTLS', reach: starttls },
  {
    port: 587,
    name: 'after STARTTLS and a wrong login',
    reach: async (talk, sender) => {
      await starttls(talk);
      await wrongLogin(talk, sender);
    },
  },
];

let next = 0;

/**
 * A connection with the greeting read. Each comes from another address: Dovecot makes an address wait longer with
 * each wrong login, and whoever locks addresses out must not end the cases that follow.
 */
export async function open(client: Client, sender: Sender, port: Port): Promise<Talk> {
  const from = clientAddresses[1 + (next++ % (clientAddresses.length - 1))] ?? '';
  const talk = await client.talk({ host: sender.environment.hostName, port, tls: port === 465, from });
  await talk.read();
  return talk;
}

export async function reach(client: Client, sender: Sender, stage: Stage): Promise<Talk> {
  const talk = await open(client, sender, stage.port);
  await stage.reach(talk, sender);
  return talk;
}

/** A session as submission wants it, before the login. */
export async function encrypted(client: Client, sender: Sender, port: 465 | 587): Promise<Talk> {
  const talk = await open(client, sender, port);
  if (port === 465) await talk.say(EHLO);
  else await starttls(talk);
  return talk;
}

/** A session as submission wants it: TLS, then the login. */
export async function loggedIn(client: Client, sender: Sender, port: 465 | 587): Promise<Talk> {
  const talk = await encrypted(client, sender, port);
  const answer = await talk.say(`AUTH PLAIN ${plain(sender.login, sender.password)}`);
  if (!answer.startsWith('235'))
    throw new Error(`Login ${sender.login} was refused on port ${String(port)}: ${answer}`);
  return talk;
}

/** SASL PLAIN (RFC 4616). */
export function plain(login: string, password: string, authorizeAs = ''): string {
  return Buffer.from(`${authorizeAs}\0${login}\0${password}`).toString('base64');
}
