import { createServer, type AddressInfo, type Server } from 'node:net';

import { visitSmtp } from '../../../lib/checks/live/smtp';
import type { SmtpVisit } from '../../../lib/checks/probe';

/** The answers of the server, to each command by its first word; none closes the connection. */
let answers: Readonly<Record<string, string>>;
let server: Server;

beforeAll((done) => {
  server = createServer((socket) => {
    const greeting = answers['greeting'] ?? '';
    if (greeting.startsWith('421')) return socket.resume().end(`${greeting}\r\n`);
    socket.write(`${greeting}\r\n`);
    socket.on('data', (data) => {
      const answer = answers[data.toString().trim().split(' ', 1)[0] ?? ''];
      if (answer === undefined) socket.end();
      else socket.write(`${answer}\r\n`);
    });
    return undefined;
  });
  server.listen(0, '127.0.0.1', done);
});
afterAll((done) => void server.close(done));

const visit = (tls: SmtpVisit['tls']) => {
  // Where the server listens here is not one of its ports.
  const port = (server.address() as AddressInfo).port as SmtpVisit['port'];
  return visitSmtp('127.0.0.1', 'mail.example.com', { port, tls });
};

const greeting = '220 mail.example.com ESMTP';
const EHLO = '250-mail.example.com\r\n250 STARTTLS';

test('the answer to STARTTLS is noted as it came', async () => {
  answers = { greeting, EHLO, STARTTLS: '454 4.3.0 Try again later' };
  expect(await visit('starttls')).toEqual({
    greeting,
    plainEhlo: '250-mail.example.com\n250 STARTTLS',
    startTls: '454 4.3.0 Try again later',
    answers: [],
    error: 'STARTTLS was refused: 454 4.3.0 Try again later',
  });
});

test('so is one after which TLS does not come', async () => {
  answers = { greeting, EHLO, STARTTLS: '220 2.0.0 Ready to start TLS' };
  const seen = await visit('starttls');
  expect(seen).toMatchObject({ startTls: '220 2.0.0 Ready to start TLS' });
  expect(seen.tls).toBeUndefined();
  expect(seen.error).toBeDefined();
});

test('a greeting that hangs up is kept, and nothing is asked without need', async () => {
  answers = { greeting: '421 4.3.2 busy' };
  expect(await visit('starttls')).toMatchObject({
    greeting: '421 4.3.2 busy',
    error: expect.any(String) as string,
  });
  answers = { greeting, EHLO };
  expect(await visit('none')).toEqual({ greeting, plainEhlo: EHLO.replace('\r\n', '\n'), answers: [] });
});
