import { lettersIn, returnedIn } from '../../../lib/rehearsal/faults/mailbox';

const letter = (action: string, serial: string) =>
  [
    'From MAILER-DAEMON  Wed Nov 25 11:00:00 2026',
    'X-Original-To: hello@bounce.example.com',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-Id: <20261125@mail.example.com>',
    '',
    `Action: ${action}`,
    '',
    `Message-ID: <${serial}@example.com>`,
    '>From the body',
    '',
    '',
  ].join('\n');
const mbox = letter('failed', 'one-1') + letter('delayed', 'one-2') + letter('failed', 'other-1');

test('takes an mbox apart', () => {
  const letters = lettersIn(mbox);
  expect(letters).toHaveLength(3);
  expect(letters[0]).toMatch(/^X-Original-To:/);
  expect(lettersIn('')).toEqual([]);
});

test('finds what came home for good, of one mark', () => {
  const one = { serial: 'one-1', to: 'hello@bounce.example.com' };
  expect(returnedIn(lettersIn(mbox), 'one')).toEqual([expect.objectContaining(one)]);
  expect(returnedIn(lettersIn(mbox), 'two')).toEqual([]);
});
