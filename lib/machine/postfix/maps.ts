/** The tables that Postfix reads beside main.cf. Those about addresses the machine writes: see `assets/machine/kitte/maps.py`. */
export const VIRTUAL = 'regexp:/etc/postfix/virtual';
export const ENVELOPE_MAP = 'regexp:/etc/postfix/envelope_sender';
export const SUBMITTED_HEADERS = 'regexp:/etc/postfix/submitted_headers';
/** Whom port 25 takes mail for. */
export const RECIPIENTS = 'regexp:/etc/postfix/recipients';
export const MILTER_HEADERS = 'regexp:/etc/postfix/milter_headers';
/** Keeps the envelope sender of what came in on port 25 as a header field. */
export const CAME_FROM = 'regexp:/etc/postfix/came_from';
/** Written by the machine from the settings that it fetches. */
export const ALIASES = 'texthash:/etc/postfix/aliases';
export const REPLIES = 'regexp:/etc/postfix/replies';
export const REPLIES_TO = 'regexp:/etc/postfix/replies_to';

/** What is returned goes to the bounces' home, whatever address it is for. */
export const RETURNED = 'inline:{{<>=REDIRECT bounces@localhost}}';
export const NULL_SENDER = 'inline:{<>=OK}';
