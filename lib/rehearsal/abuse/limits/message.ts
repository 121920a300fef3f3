import type { Row } from '../row';
import { starts } from './answer';
import { SMALL, to, type Trial } from './trial';

export async function sizes(trial: Trial): Promise<Row[]> {
  const most = SMALL.messageSizeMiB << 20;
  const told = await trial.dialogue(['EHLO laptop']);
  const early = await trial.dialogue([
    ...trial.login(),
    `MAIL FROM:<${trial.sender.from}> SIZE=${String(most + 1)}`,
  ]);
  const lines = `${'x'.repeat(76)}\r\n`.repeat(Math.ceil(most / 78) + 1);
  const late = await trial.dialogue([
    ...trial.login(),
    `MAIL FROM:<${trial.sender.from}>`,
    `RCPT TO:<${to('reader')}>`,
    'DATA',
    `From: ${trial.sender.from}\r\nSubject: ${trial.run} too large\r\n\r\n${lines}.`,
  ]);
  return [
    await trial.row('the size is announced', 'EHLO', told, `250 SIZE ${String(most)}`, (answer) =>
      answer.includes(`SIZE ${String(most)}`),
    ),
    await trial.row(
      'a size declared over the limit',
      'MAIL FROM SIZE=',
      early,
      '552 5.3.4',
      starts('552 5.3.4'),
    ),
    await trial.row(
      'a size over the limit that nobody declared',
      'DATA',
      late,
      '552 5.3.4',
      starts('552 5.3.4'),
    ),
  ];
}

export async function recipients(trial: Trial): Promise<Row[]> {
  const names = Array.from({ length: SMALL.recipientsPerMessage + 1 }, (_, index) => to(`r${String(index)}`));
  const { answers } = await trial.speak([
    ...trial.login(),
    `MAIL FROM:<${trial.sender.from}>`,
    ...names.map((name) => `RCPT TO:<${name}>`),
    'DATA',
  ]);
  const replies = answers.slice(-names.length - 1, -1);
  const sent = `${String(names.length)} times RCPT TO, of ${String(SMALL.recipientsPerMessage)} allowed`;
  return [
    await trial.row(
      'a recipient too many: the whole message, at DATA',
      sent,
      answers.at(-1) ?? '',
      '554 5.5.3',
      starts(`554 5.5.3 More than ${String(SMALL.recipientsPerMessage)} recipients: nothing was sent.`),
    ),
    await trial.row('each recipient before that', sent, replies.join(' / '), '250 each', () =>
      replies.every(starts('250')),
    ),
  ];
}
