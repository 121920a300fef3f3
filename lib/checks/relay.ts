import { fail, pass, skip, type Check } from './check';
import type { Inquiry } from './inquiry';
import type { SmtpVisit } from './probe';
import { firstLine } from './submission';

/** Names that nobody has (RFC 2606); the dialogue ends before any data. */
const COMMANDS = [
  'MAIL FROM:<kitte-doctor@example.org>',
  'RCPT TO:<kitte-doctor@example.net>',
  'RSET',
  'QUIT',
];

const VISITS: readonly SmtpVisit[] = [
  { port: 25, tls: 'none', commands: COMMANDS },
  { port: 465, tls: 'implicit', commands: COMMANDS },
  { port: 587, tls: 'starttls', commands: COMMANDS },
];

export const openRelay: Check = {
  id: 'open-relay',
  subject: () => 'relaying without a login',
  why: 'A server that relays for strangers is found within hours, sends spam and is listed everywhere.',
  async look({ smtp }: Inquiry) {
    const seen = await Promise.all(
      VISITS.map(async (visit) => ({ port: visit.port, ...(await smtp(visit)) })),
    );
    const open = seen.filter(
      ({ answers }) => answers.slice(0, 2).length === 2 && answers.slice(0, 2).every(isYes),
    );
    const words = seen.map(({ port, answers, error }) => {
      const refusal = answers.slice(0, 2).find((answer) => !isYes(answer));
      return `${String(port)}: ${refusal === undefined ? (error ?? 'relays') : firstLine(refusal)}`;
    });
    const expected = 'refused on 25, 465 and 587';
    if (seen.every(({ greeting }) => greeting === undefined))
      return skip('no port answers', expected, 'Mend implicit-tls and starttls first.');
    if (open.length === 0) return pass(words.join('; '), expected);
    return fail(
      `relays on ${open.map(({ port }) => String(port)).join(', ')}`,
      expected,
      'Stop it now: on the machine, systemctl stop postfix. postconf -Mf and postconf -n show smtpd_relay_restrictions and smtpd_client_restrictions: strangers must be rejected.',
    );
  },
};

const isYes = (answer: string) => answer.startsWith('2');
