import { data } from '../../deployed/machine';

/** Syslog's facility for mail: Postfix, Dovecot and OpenDKIM. */
const MAIL = 'SYSLOG_FACILITY=2';
/** The newest of more; a person cannot read so many. */
const MOST_LINES = 20_000;

/** Lines whose text matches a regular expression (PCRE), as JSON. `since` is a time as systemd.time(7) writes it. */
export function logScript(pattern: string, since: string): string {
  return [
    `journalctl ${MAIL} --output=json --output-fields=MESSAGE,SYSLOG_IDENTIFIER --no-pager --quiet \\`,
    `  --lines=${String(MOST_LINES)} --since=${data(since)} --case-sensitive=false --grep=${data(pattern)}`,
    // 1: nothing matched.
    'test $? -le 1',
  ].join('\n');
}

/** The oldest line of mail that there is. */
export function oldestScript(): string {
  return `journalctl ${MAIL} --output=json --output-fields=MESSAGE --no-pager --quiet --lines=+1`;
}

/** Lines that name an address as recipient, or as Message-ID. */
export function naming(address: string): string {
  return `(message-id|to|orig_to)=<?${escaped(address)}>?([, ]|$)`;
}

/** All lines of these messages. */
export function about(queueIds: readonly string[]): string {
  return `^(${queueIds.map(escaped).join('|')}): `;
}

function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9@_]/gu, (character) =>
    character.charCodeAt(0) < 128 ? `\\${character}` : character,
  );
}
