import type { Fault } from '../fault';

/** What the programs that send do wrong: seen in a message that arrived. */
const sent = (
  row: string,
  name: string,
  seen: RegExp,
  next: RegExp,
  message: (source: string) => string,
  also: readonly string[] = [],
) => ({
  ...{ row, name, seen, next, message, also },
  verdict: 'fail' as const,
  plant: () => Promise.resolve(),
  heal: () => Promise.resolve(),
});

/** A field that is put before a signed message is unsigned besides. */
const UNSIGNED = ['signed-fields'];

export const PROGRAMS: readonly Fault[] = [
  sent(
    'dkim-message',
    'a message that was changed on its way',
    /fail/,
    /^Compare the selector with dkim\.active \(kitte1\)/,
    (source) => source.replace('Subject: ', 'Subject: [list] '),
  ),
  sent(
    'message-format',
    'a message with a field that may stand once twice',
    /^References: 2/,
    /^Mend it in the program that sends/,
    (source) => `References: <1@example.com>\nReferences: <2@example.com>\n${source}`,
    UNSIGNED,
  ),
  sent(
    'one-click-unsubscribe',
    'an unsubscribe that is a mail address alone',
    /^without https:, List-Unsubscribe-Post, DKIM h=/,
    /^Let the program write List-Unsubscribe: <https/,
    (source) => `List-Unsubscribe: <mailto:u@example.com>\n${source}`,
    UNSIGNED,
  ),
  {
    ...sent(
      'signed-fields',
      'a field that was added on the way',
      /^unsigned: Sender$/,
      /^The server signs these where a program writes them/,
      (source) => `Sender: list@lists.example.org\n${source}`,
    ),
    verdict: 'warn',
  },
];
