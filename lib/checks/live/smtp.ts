import { connect, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect as tlsConnect,
  type ConnectionOptions,
  type DetailedPeerCertificate,
  type TLSSocket,
} from 'node:tls';
import type { SmtpSeen, SmtpVisit, TlsSeen, TlsVersion } from '../probe';
import { smtpReader } from './smtp-reader';

const CLIENT = 'kitte-doctor.invalid';
/** A firewall that drops says nothing at all; a server across the world answers within one. */
const CONNECT_MS = 5_000;
const PATIENCE_MS = 10_000;

type Draft = { -readonly [K in keyof SmtpSeen]: SmtpSeen[K] } & { answers: string[] };

/** Speaks SMTP and notes what it sees; it judges nothing, so it talks under a certificate that nobody should trust too. */
export async function visitSmtp(address: string, serverName: string, visit: SmtpVisit): Promise<SmtpSeen> {
  const seen: Draft = { answers: [] };
  let socket: Socket | undefined;
  try {
    socket = await connected(address, visit.port);
    if (visit.tls === 'implicit') socket = await secured(socket, serverName, visit.only, seen);
    let read = smtpReader(socket, PATIENCE_MS);
    const say = async (command: string) => {
      socket?.write(`${command}\r\n`);
      return read();
    };
    seen.greeting = await read();
    const ehlo = await say(`EHLO ${CLIENT}`);
    if (visit.tls === 'implicit') seen.ehlo = ehlo;
    else seen.plainEhlo = ehlo;
    if (visit.tls === 'starttls') {
      seen.startTls = await say('STARTTLS');
      if (!seen.startTls.startsWith('220'))
        return { ...seen, error: `STARTTLS was refused: ${seen.startTls}` };
      socket.removeAllListeners();
      socket = await secured(socket, serverName, visit.only, seen);
      read = smtpReader(socket, PATIENCE_MS);
      seen.ehlo = await say(`EHLO ${CLIENT}`);
    }
    for (const command of visit.commands ?? []) seen.answers.push(await say(command));
    return seen;
  } catch (error) {
    return { ...seen, error: error instanceof Error ? error.message : String(error) };
  } finally {
    socket?.destroy();
  }
}

function connected(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => {
      socket.removeAllListeners().setTimeout(0);
      resolve(socket);
    });
    const failed = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once('error', failed);
    socket.setTimeout(CONNECT_MS, () =>
      failed(new Error(`no connection within ${String(CONNECT_MS / 1000)} s`)),
    );
  });
}

function secured(plain: Socket, host: string, only: TlsVersion | undefined, seen: Draft): Promise<TLSSocket> {
  const options: ConnectionOptions = {
    socket: plain,
    servername: host,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    // OpenSSL offers the old versions at its lowest security level only.
    ...(only === undefined ? {} : { minVersion: only, maxVersion: only, ciphers: 'DEFAULT:@SECLEVEL=0' }),
  };
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      plain.destroy();
      reject(error);
    };
    const socket = tlsConnect(options, () => {
      socket.removeListener('error', failed).setTimeout(0);
      seen.tls = look(socket, host);
      resolve(socket);
    });
    plain.once('error', failed);
    socket.once('error', failed);
    socket.once('close', () => failed(new Error('the server closed the connection in the handshake')));
    socket.setTimeout(PATIENCE_MS, () =>
      failed(new Error(`no handshake within ${String(PATIENCE_MS / 1000)} s`)),
    );
  });
}

function look(socket: TLSSocket, host: string): TlsSeen {
  const certificate = socket.getPeerCertificate();
  const name = checkServerIdentity(host, certificate);
  // Typed as an Error, it is OpenSSL's code as a string.
  const chain = socket.authorizationError as unknown as string | undefined | null;
  return {
    protocol: socket.getProtocol() ?? 'none',
    ...(chain ? { chainProblem: String(chain) } : {}),
    ...(name === undefined ? {} : { nameProblem: name.message }),
    issuer: [certificate.issuer.O, certificate.issuer.CN].filter(Boolean).join(' '),
    validFrom: new Date(certificate.valid_from),
    validTo: new Date(certificate.valid_to),
    chain: chainOf(socket.getPeerCertificate(true)),
  };
}

/** Node lets the last one be its own issuer. */
function chainOf(leaf: DetailedPeerCertificate): Buffer[] {
  const chain: Buffer[] = [];
  for (
    let at: DetailedPeerCertificate | undefined = leaf;
    at?.raw !== undefined && !chain.some((known) => known.equals(at?.raw ?? known));
    at = at.issuerCertificate
  )
    chain.push(at.raw);
  return chain;
}
