/**
 * What some server somewhere takes for the end of a message (SMTP smuggling, CVE-2023-51764 and its kin), and bytes
 * that have no place in one. In the middle of a message none of it may end it. Latin1.
 */
export const FALSE_ENDS: Readonly<Record<string, string>> = {
  'LF . LF': '\n.\n',
  'LF . CRLF': '\n.\r\n',
  'CRLF . LF': '\r\n.\n',
  'CR . CR': '\r.\r',
  'CR . CRLF': '\r.\r\n',
  'CRLF . CR': '\r\n.\r',
  'CR . LF': '\r.\n',
  'LF . CR': '\n.\r',
  'CR CRLF . CRLF': '\r\r\n.\r\r\n',
  'LF LF . CRLF': '\n\n.\r\n',
  'CRLF NUL . CRLF': '\r\n\0.\r\n',
  'CRLF . NUL CRLF': '\r\n.\0\r\n',
  'CRLF .. CRLF': '\r\n..\r\n',
  'CRLF . space CRLF': '\r\n. \r\n',
  'CRLF space . CRLF': '\r\n .\r\n',
  'vertical tab . CRLF': '\x0b.\r\n',
  'NEL . NEL': '\x85.\x85',
  'the dot after 998 characters': `${'x'.repeat(998)}.\r\n`,
  'the dot after 2048 characters': `${'x'.repeat(2048)}.\r\n`,
  'a line of 100,000 characters': `\r\n${'x'.repeat(100_000)}\r\n`,
  'a bare CR': 'one\rtwo\r\n',
  'a bare LF': 'one\ntwo\r\n',
  'a NUL': 'one\0two\r\n',
};

/** Where a session is when bytes come that should not. */
export type From = 'greeting' | 'ehlo' | 'login' | 'recipient';

export interface Intrusion {
  readonly case: string;
  readonly from: From;
  readonly ports: readonly (25 | 465 | 587)[];
  /** All in one packet. */
  readonly bytes: string;
  /** No answer may match it. */
  readonly never: RegExp;
}

/** Commands where none belongs: what was said too early, too long or in the wrong place must not be obeyed. */
export function intrusions(sender: string, recipient: string): Intrusion[] {
  const all = [25, 465, 587] as const;
  const submission = [465, 587] as const;
  const mail = `MAIL FROM:<${sender}>\r\nRCPT TO:<${recipient}>\r\n`;
  const letter = 'Subject: early\r\n\r\nearly\r\n.\r\n';
  const OBEYED = /^250 2\.1\.|^354/m;
  const QUEUED = /queued/;
  return [
    {
      case: 'MAIL together with EHLO',
      from: 'greeting',
      ports: all,
      bytes: `EHLO x\r\n${mail}`,
      never: OBEYED,
    },
    {
      case: 'MAIL together with HELO',
      from: 'greeting',
      ports: all,
      bytes: `HELO x\r\n${mail}`,
      never: OBEYED,
    },
    {
      case: 'an HTTP request',
      from: 'greeting',
      ports: all,
      bytes: `POST / HTTP/1.1\r\nHost: x\r\n\r\nEHLO x\r\n${mail}`,
      never: OBEYED,
    },
    {
      case: 'a TLS hello in the clear',
      from: 'greeting',
      ports: [25, 587],
      bytes: `\x16\x03\x01\x02\r\n${mail}`,
      never: OBEYED,
    },
    {
      case: 'the message together with DATA',
      from: 'recipient',
      ports: submission,
      bytes: `DATA\r\n${letter}`,
      never: QUEUED,
    },
    {
      case: 'an over-long command',
      from: 'ehlo',
      ports: [25],
      bytes: `NOOP ${'x'.repeat(2043)}${mail}`,
      never: OBEYED,
    },
    {
      case: 'a far over-long command',
      from: 'login',
      ports: submission,
      bytes: `NOOP ${'x'.repeat(100_000)}\r\n`,
      never: QUEUED,
    },
    {
      case: 'bare CR between commands',
      from: 'ehlo',
      ports: [25],
      bytes: `NOOP\r${mail.replaceAll('\r\n', '\r')}\r\n`,
      never: OBEYED,
    },
    {
      case: 'NUL between commands',
      from: 'ehlo',
      ports: [25],
      bytes: `NOOP\0${mail.replaceAll('\r\n', '\0')}\r\n`,
      never: OBEYED,
    },
    { case: 'NUL in a verb', from: 'ehlo', ports: [25], bytes: `MAIL\0 FROM:<${sender}>\r\n`, never: OBEYED },
    {
      case: 'DATA after BDAT',
      from: 'recipient',
      ports: submission,
      bytes: `BDAT 12\r\nSubject: x\r\nDATA\r\n`,
      never: /^354/m,
    },
    {
      case: 'BDAT of a negative size',
      from: 'recipient',
      ports: submission,
      bytes: 'BDAT -1 LAST\r\n',
      never: QUEUED,
    },
    {
      case: 'BDAT of a size that overflows',
      from: 'recipient',
      ports: submission,
      bytes: 'BDAT 18446744073709551617 LAST\r\n',
      never: QUEUED,
    },
    {
      case: 'BDAT without a size',
      from: 'recipient',
      ports: submission,
      bytes: `BDAT LAST\r\n${letter}`,
      never: QUEUED,
    },
    {
      case: 'BDAT without a recipient',
      from: 'login',
      ports: submission,
      bytes: 'BDAT 5 LAST\r\nhello',
      never: QUEUED,
    },
    { case: 'BDAT without a login', from: 'ehlo', ports: all, bytes: 'BDAT 5 LAST\r\nhello', never: QUEUED },
  ];
}
