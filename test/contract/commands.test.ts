import { answerOf, commandLine, otherVersion } from '../../lib/contract/commands';

test('a line names the program, the version of the commands, and its words', () => {
  expect(commandLine('port25', ['mx.example.net'])).toBe(
    '/usr/local/sbin/kitte-control --contract 1 port25 mx.example.net',
  );
  expect(commandLine('mailbox-delete', [], ['5d41402abc4b'])).toBe(
    "/usr/local/sbin/kitte-control --contract 1 mailbox-delete <<'LINES'\n5d41402abc4b\nLINES",
  );
});

test.each(['x; rm -rf /', '$(reboot)', '', '-rf', 'a\nLINES'])('%j reaches no script', (word) => {
  expect(() => commandLine('port25', [word])).toThrow('is no HOST');
  expect(() => commandLine('mailbox-delete', [], [word])).toThrow('is no line');
});

test('an answer is read, and one that is none is said with what came', () => {
  expect(answerOf('port25', '{"state": "open", "more": 1}\n')).toEqual({ state: 'open' });
  expect(() => answerOf('port25', 'timeout: command not found')).toThrow(
    /answer to port25 cannot be read: "timeout: command not found"\. Deploy/,
  );
  expect(() => answerOf('port25', '{"state": "ajar"}')).toThrow('cannot be read');
});

test.each([
  [
    'sh: 1: /usr/local/sbin/kitte-control: not found',
    /older than this kitte: it answers no commands/,
    /^Deploy/,
  ],
  [
    '/usr/bin/python3: No module named kitte.control',
    /older than this kitte: it answers no commands/,
    /^Deploy/,
  ],
  ['bash: line 1: /usr/local/sbin/kitte-control: No such file or directory', /older than/, /^Deploy/],
  [
    'kitte-control answers versions 0 to 0 of its commands, not 1',
    /older .* up to version 0, .* in version 1/,
    /^Deploy/,
  ],
  [
    'kitte-control answers versions 2 to 4 of its commands, not 1',
    /newer .* 2 to 4, .* in version 1/,
    /^Use the kitte/,
  ],
])('%s: both versions are said, and what to do', (failure, words, remedy) => {
  const other = otherVersion(`reading failed on i-1 (exit code 127): ${failure}`);
  expect(other?.words.en).toMatch(words);
  expect(other?.remedy.en).toMatch(remedy);
});

test('another failure is none of the version', () =>
  expect(otherVersion('the mailbox is in use')).toBeUndefined());
