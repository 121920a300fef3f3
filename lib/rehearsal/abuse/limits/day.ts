import { layout } from '../../world/layout';
import { until } from '../../world/shell';
import type { Row } from '../row';
import { has, starts } from './answer';
import { SMALL, type Trial } from './trial';

const AT_ONCE = 8;

/** As many at once as there are smtpd processes to confuse: exactly the limit gets through. */
export async function day(trial: Trial): Promise<Row[]> {
  await trial.forget();
  const all = await Promise.all(Array.from({ length: AT_ONCE }, () => trial.send(['reader'])));
  const accepted = all.filter(starts('250'));
  const refused = all.filter((answer) => !starts('250')(answer));
  const messages = await trial.row(
    `${String(AT_ONCE)} messages at once, of ${String(SMALL.messagesPerDay)} in 24 hours`,
    `${String(AT_ONCE)} whole messages`,
    [...new Set(refused)].join(' / ') || 'all accepted',
    `${String(SMALL.messagesPerDay)} accepted, the others 450 4.7.1`,
    () => accepted.length === SMALL.messagesPerDay && refused.every(has('450 4.7.1')),
  );
  await trial.exec('systemctl', 'restart', 'kitte-guard');
  const restarted = await trial.send(['reader']);
  const arrived = await trial.arrived();
  await trial.forget();
  const trios: string[] = [];
  while (trios.length <= SMALL.recipientsPerDay / 3) trios.push(await trial.send(['r1', 'r2', 'r3']));
  return [
    messages,
    await trial.row(
      'one more after a restart of the counter',
      'a message',
      restarted,
      '450 4.7.1',
      has('450 4.7.1'),
    ),
    await trial.row(
      'what was accepted arrives, what was refused does not',
      `${String(AT_ONCE + 1)} messages`,
      `${String(arrived)} at the receiver`,
      `${String(SMALL.messagesPerDay)} at the receiver`,
      () => arrived === SMALL.messagesPerDay,
    ),
    await trial.row(
      `messages to three, of ${String(SMALL.recipientsPerDay)} recipients in 24 hours`,
      `${String(trios.length)} messages to three`,
      trios.at(-1) ?? '',
      'the last one 450 4.7.1',
      (answer) => trios.slice(0, -1).every(starts('250')) && has('450 4.7.1')(answer),
    ),
  ];
}

/** A stolen password shows: in the journal, and in the postmaster's mailbox. */
export async function noticed(trial: Trial): Promise<Row[]> {
  const journal = await trial.exec('journalctl', '-u', 'kitte-guard', '--no-pager', '-o', 'cat');
  const words = (kind: string) =>
    journal.split('\n').findLast((line) => line.startsWith(`kitte: ${kind} login=${trial.sender.login} `)) ??
    'nothing';
  const tells = (line: string) =>
    /messages \d+ of \d+, recipients \d+ of \d+/.test(line) && line.includes(layout.client);
  const mail = await until('the notice in the postmaster’s mailbox', 60_000, async () => {
    const box = await trial.exec('sh', '-c', 'cat /var/mail/kitte 2>/dev/null || true');
    return box.includes('Subject: Kitte: limit met') ? box : undefined;
  }).catch((error: unknown) => String(error));
  const sent = 'four fifths of the limit, then all of it';
  return [
    await trial.row(
      'a warning before the limit',
      sent,
      words('limit warning'),
      'login, count, address',
      tells,
    ),
    await trial.row('an event at the limit', sent, words('limit met'), 'login, count, address', tells),
    await trial.row(
      'the postmaster is told',
      sent,
      /^Subject: Kitte: .*$/m.exec(mail)?.[0] ?? mail,
      'a signed message with the login and its count',
      () =>
        mail.includes('Subject: Kitte: limit warning') &&
        mail.includes(`limit met login=${trial.sender.login} messages`) &&
        mail.includes('DKIM-Signature:'),
    ),
  ];
}

/** Without its counter the server puts off instead of sending uncounted. */
export async function broken(trial: Trial): Promise<Row[]> {
  await trial.forget();
  await trial.exec('systemctl', 'stop', 'kitte-guard.socket', 'kitte-guard.service');
  const dead = await trial.send(['reader']);
  await trial.exec('systemctl', 'start', 'kitte-guard.socket');
  const back = await trial.send(['reader']);
  return [
    await trial.row(
      'a message while the counter is dead',
      'a message',
      dead,
      // Each command, AUTH too, is refused while the last milter is away; what AUTH is told is 454 (Sendmail's rule).
      'a temporary refusal',
      (answer) => /(^|\s)4\d\d 4\./.test(answer),
    ),
    await trial.row('a message when it is back', 'a message', back, '250', starts('250')),
  ];
}

export async function lifted(trial: Trial, uptime: string): Promise<Row> {
  await trial.put(trial.sender.environment.limits);
  const answer = await trial.send(['reader']);
  const same = (await trial.booted()) === uptime;
  return trial.row(
    'raised limits, without a reboot',
    'the settings, then a message',
    answer,
    '250, same boot',
    (reply) => starts('250')(reply) && same,
  );
}
