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
    'RSET',
  ]);
  const replies = answers.slice(-names.length - 1, -1);
  const sent = `${String(names.length)} times RCPT TO, of ${String(SMALL.recipientsPerMessage)} allowed`;
  return [
    await trial.row('a recipient too many', sent, replies.at(-1) ?? '', '452 4.5.3', starts('452 4.5.3')),
    await trial.row('those before it', sent, replies.slice(0, -1).join(' / '), '250 each', () =>
      replies.slice(0, -1).every(starts('250')),
    ),
  ];
}
