import { ADDRESS, environment, rows, type Changes } from './fake';
import type { SmtpSeen } from '../../lib/checks/probe';

const host = environment.hostName;
const greeting = `220 ${host} ESMTP`;
const plainEhlo = `250-${host}\n250 STARTTLS`;

/** What the row says of a server that answers so on its port, and well on the others. */
async function row(port: 465 | 587, seen: SmtpSeen, language?: 'ja') {
  const smtp: Changes['smtp'] = (visit, good) => (visit.port === port && visit.tls !== 'none' ? seen : good);
  const id = port === 465 ? 'implicit-tls' : 'starttls';
  return (await rows({ smtp }, language)).find((each) => each.id === id);
}

const refused = (startTls: string): SmtpSeen => ({
  ...{ greeting, plainEhlo, startTls, answers: [] },
  error: `STARTTLS was refused: ${startTls}`,
});
const CLOSED = 'the server closed the connection';
const MILTER = /^It is not TLS: .*systemctl status opendkim postfix; journalctl -u opendkim -u postfix/;
const REPORT = /^Read the machine's report/;

test.each<[string, 465 | 587, SmtpSeen, string]>([
  [
    'while OpenDKIM is stopped',
    587,
    refused('454 4.3.0 Try again later'),
    '454 4.3.0 Try again later (to STARTTLS)',
  ],
  [
    'with too many connections',
    587,
    { greeting: `421 4.7.0 ${host} Error: too many connections from 192.0.2.1`, answers: [], error: CLOSED },
    `421 4.7.0 ${host} Error: too many connections from 192.0.2.1 (as greeting)`,
  ],
  [
    'at EHLO',
    587,
    {
      ...{ greeting, plainEhlo: '451 4.7.1 Service unavailable\n451 later', answers: [] },
      ...{ startTls: '503 5.5.1 Error', error: 'STARTTLS was refused: 503 5.5.1 Error' },
    },
    '451 4.7.1 Service unavailable (to EHLO)',
  ],
  [
    'on port 465, without a handshake',
    465,
    { greeting: '421 4.3.2 busy', answers: [], error: CLOSED },
    '421 4.3.2 busy (as greeting)',
  ],
])(
  'a server that puts clients off %s says so, and the milter is the next step',
  async (_, port, seen, words) => {
    expect(await row(port, seen)).toMatchObject({
      verdict: 'fail',
      seen: words,
      next: expect.stringMatching(MILTER) as string,
    });
    const japanese = await row(port, seen, 'ja');
    expect(japanese?.seen).toMatch(/応答|グリーティング/);
    expect(japanese?.next).toMatch(/^TLS の問題ではありません。.*journalctl -u opendkim -u postfix/);
  },
);

test.each<[string, SmtpSeen, RegExp, RegExp]>([
  ['a closed port', { answers: [], error: `connect ECONNREFUSED ${ADDRESS}:587` }, /ECONNREFUSED/, REPORT],
  [
    'a certificate that cannot be loaded',
    refused('454 4.7.0 TLS not available due to local problem'),
    /TLS not available/,
    REPORT,
  ],
  [
    'a handshake that fails',
    { greeting, plainEhlo, startTls: '220 2.0.0 Ready to start TLS', answers: [], error: CLOSED },
    /closed/,
    REPORT,
  ],
  [
    'STARTTLS that is not offered',
    { ...refused('502 5.5.1 Error: command not implemented'), plainEhlo: `250 ${host}` },
    /502/,
    /^On the machine: postconf -P submission/,
  ],
])('%s is a matter of TLS', async (_, seen, words, next) => {
  expect(await row(587, seen)).toMatchObject({
    verdict: 'fail',
    seen: expect.stringMatching(words) as string,
    next: expect.stringMatching(next) as string,
  });
});

test('a server that answers well passes on both ports', async () => {
  const both = (await rows()).filter(({ id }) => id === 'starttls' || id === 'implicit-tls');
  expect(both).toMatchObject([{ verdict: 'pass' }, { verdict: 'pass' }]);
});
