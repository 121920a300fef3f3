/** What a client sends once its envelope was taken, all in one packet, and what may come of it. */
export interface DataTrial {
  readonly case: string;
  /** Latin1. */
  readonly bytes: string;
  /** How many messages may be taken. */
  readonly taken: 0 | 1;
}

/** Octets that a message of these trials may have. */
export const SMALL = 65_536;

/** `BDAT` with its octets (RFC 3030 section 3). */
const chunk = (text: string, last = '') => `BDAT ${String(text.length)}${last}\r\n${text}`;
const LAST = ' LAST';

/**
 * What follows a refusal must not be taken for commands, nor for a message: neither behind the end of the data, nor in chunks
 * that the server has yet to swallow. `second` is a whole transaction that would be taken from who may send it.
 */
export function dataTrials(head: string, foreign: string, second: string): DataTrial[] {
  const long = `${'y'.repeat(70)}\r\n`.repeat(Math.ceil(SMALL / 72) + 1);
  const hidden = second.replaceAll('\r\n.\r\n', '\r\n');
  const whole = `${head}\r\n${'z'.repeat(1000)}\r\n`;
  const refused = (name: string, bytes: string): DataTrial => ({ case: name, bytes, taken: 0 });
  const sent = (name: string, bytes: string): DataTrial => ({ case: name, bytes, taken: 1 });
  return [
    refused('commands behind an oversized DATA', `DATA\r\n${head}\r\n${hidden}${long}${hidden}.\r\n`),
    refused('commands in an oversized chunk', chunk(`${head}\r\n${second}${long}`, LAST)),
    refused('commands at the end of an oversized chunk', chunk(`${head}\r\n${long}${second}`, LAST)),
    refused(
      'a chunk of commands behind an oversized one',
      chunk(`${head}\r\n${long}`) + chunk(second) + chunk(second, LAST),
    ),
    refused(
      'too large by many chunks',
      chunk(`${head}\r\n`) + chunk(second.padEnd(4096, 'x')).repeat(SMALL / 4096) + chunk(second, LAST),
    ),
    refused(
      'a chunk of commands behind a refused author',
      chunk(`${foreign}\r\n`, LAST) + chunk(second, LAST),
    ),
    refused('a chunk of commands after RSET', `${chunk(head)}RSET\r\n${chunk(second, LAST)}`),
    refused('DATA behind chunks of nothing', `${'BDAT 0\r\n'.repeat(3)}DATA\r\n`),
    refused('a chunk behind DATA that was refused', `BDAT 0\r\nDATA\r\n${chunk(second, LAST)}`),
    refused(
      'a chunk of commands with a wrong word behind its size',
      `BDAT ${String(second.length)} FIRST\r\n`,
    ),
    sent(
      'a message in chunks of one octet',
      [...whole].map((octet) => chunk(octet)).join('') + 'BDAT 0 LAST\r\n',
    ),
    sent(
      'false ends across chunks',
      [head, '\r\n', '\r', '\n.', '\r', '\n', '.\r\n', second].map((part) => chunk(part)).join('') +
        'BDAT 0 LAST\r\n',
    ),
    sent(
      'a thousand chunks of a whole line',
      chunk(`${head}\r\n`) + chunk('line\r\n').repeat(1000) + 'BDAT 0 LAST\r\n',
    ),
  ];
}
