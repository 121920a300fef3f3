import { letterText, mailboxTable } from '../../lib/cli/mailbox-table';
import type { Letter } from '../../lib/operate/mailbox/ask';
import { kitte } from './kitte';

const PIPE = {};
const letter: Letter = {
  ...{ id: '5d41402abc4b', bytes: 812, arrived: '2026-11-28T01:46:37Z', sender: 'a@b.example' },
  ...{ to: 'postmaster@example.com', from: 'A <a@b.example>', subject: 'Hello', kind: 'letter', failed: [] },
};
const returned: Letter = {
  ...{ ...letter, id: '7d793037a076', sender: '', from: '', subject: 'Undelivered', kind: 'returned' },
  failed: [{ recipient: 'nobody@inbox.example.net', status: '5.1.1', words: '550 5.1.1 No such mailbox' }],
};

test('a table: who wrote, and whom returned mail did not reach', () => {
  const text = mailboxTable({ letters: [letter, returned], total: 3, bytes: 2000 }, PIPE);
  expect(text).toMatch(/^5d41402abc4b {2}2026-11-28 01:46:37, 812 bytes, to postmaster@example\.com$/m);
  expect(text).toContain('from A <a@b.example>');
  expect(text).toMatch(
    /^7d793037a076 .*\n +from <>\n +Undelivered\n +not delivered to nobody@inbox\.example\.net: 550/m,
  );
  expect(text).toContain('3 letters, 2000 bytes, of which the newest 2 are shown (--last).');
  expect(mailboxTable({ letters: [], total: 0, bytes: 0 }, PIPE)).toBe('Nothing lies in the mailbox.\n');
});

test('what a stranger wrote is shown, not obeyed', () => {
  const evil = 'x\u001b[2J\r\n\u202eby\u0007';
  const table = mailboxTable(
    { letters: [{ ...letter, subject: evil, from: evil, to: evil }], total: 1, bytes: 812 },
    PIPE,
  );
  const whole = letterText(
    {
      ...{ ...letter, fields: [['Subject', evil]], text: `two\n  lines ${evil}`, textLeft: 7, left: 9 },
      attached: [{ type: 'application/zip', name: evil, bytes: 3 }],
    },
    PIPE,
  );
  for (const text of [table, whole]) {
    // eslint-disable-next-line no-control-regex -- that there are none is the point
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain('⟨U+001B⟩');
  }
  expect(whole).toContain('two\n  lines x');
  expect(whole).toContain('7 more characters of text are not shown.');
  expect(whole).toContain('The last 9 bytes of the letter were not read.');
});

test.each([
  [['mailbox', 'show', 'nonsense'], /must be the id of a letter such as 5d41402abc4b/],
  [['mailbox', 'delete', '5d41402abc4b', '../kitte'], /must be the id of a letter/],
  [['mailbox', 'delete'], /Say which letters, by the ids .* or --all/],
  [['mailbox', 'delete', '5d41402abc4b', '--all'], /--all means everything/],
  [['mailbox', 'list', '--last', '0'], /whole number of letters from 1 to 1000/],
  [['mailbox', 'lost'], /too many arguments|unknown command/],
])('%j is refused in words before anything is asked', async (args, words) => {
  const { status, stdout, stderr } = await kitte(args, process.cwd());
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.replace(/\s+/g, ' ')).toMatch(words);
});

test('--help has examples', async () => {
  for (const args of [[], ['list'], ['show'], ['delete']])
    expect((await kitte(['mailbox', ...args, '--help'], process.cwd())).stdout).toMatch(/kitte mailbox/);
}, 30_000);
