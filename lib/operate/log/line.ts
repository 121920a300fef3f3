/** A line of the mail log, as the journal keeps it. */
export interface LogLine {
  readonly at: Date;
  /** `postfix/smtp`, `opendkim`, … */
  readonly program: string;
  readonly text: string;
}

/** What `journalctl --output=json` prints, in the order of time. https://systemd.io/JOURNAL_EXPORT_FORMATS/ */
export function journalLines(printed: string): LogLine[] {
  return printed
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Entry)
    .sort((a, b) => Number(a.__REALTIME_TIMESTAMP) - Number(b.__REALTIME_TIMESTAMP))
    .map(({ __REALTIME_TIMESTAMP, SYSLOG_IDENTIFIER = '', MESSAGE = '' }) => ({
      at: new Date(Number(__REALTIME_TIMESTAMP) / 1000),
      program: SYSLOG_IDENTIFIER,
      // What is not UTF-8 comes as a list of bytes.
      text: typeof MESSAGE === 'string' ? MESSAGE : Buffer.from(MESSAGE).toString('latin1'),
    }));
}

interface Entry {
  readonly __REALTIME_TIMESTAMP: string;
  readonly SYSLOG_IDENTIFIER?: string;
  readonly MESSAGE?: string | readonly number[];
}
