/** The tables that Postfix reads beside main.cf. Those about addresses the machine writes: see `assets/machine/postfix/maps.py`. */
export const VIRTUAL = 'regexp:/etc/postfix/virtual';
export const ENVELOPE_MAP = 'regexp:/etc/postfix/envelope_sender';
export const SUBMITTED_HEADERS = 'regexp:/etc/postfix/submitted_headers';
/** Whom port 25 takes mail for. */
export const RECIPIENTS = 'regexp:/etc/postfix/recipients';
export const MILTER_HEADERS = 'regexp:/etc/postfix/milter_headers';
/** Keeps the envelope sender of what came in on port 25 as a header field. */
export const CAME_FROM = 'regexp:/etc/postfix/came_from';
/** Where mail that a stranger brought ends, and what sender it then has. */
export const INBOUND = 'regexp:/etc/postfix/inbound';
export const INBOUND_SENDER = 'regexp:/etc/postfix/inbound_sender';
/** For mail of the machine's own. */
export const SYSTEM = 'regexp:/etc/postfix/system';
/** Written by the machine from the settings that it fetches. */
export const ALIASES = 'texthash:/etc/postfix/aliases';
export const REPLIES = 'regexp:/etc/postfix/replies';
export const REPLIES_TO = 'regexp:/etc/postfix/replies_to';

/** Tables of the domains beside the first, asked by an exact name: see `assets/machine/postfix/beside.py`. */
const byDomain = (name: string) =>
  `pipemap:{regexp:/etc/postfix/at_domain,texthash:/etc/postfix/${name}_domains}`;
const byAddress = (name: string) => [
  `texthash:/etc/postfix/${name}`,
  `pipemap:{regexp:/etc/postfix/untagged,texthash:/etc/postfix/${name}_tags}`,
  byDomain(name),
];
export const ENVELOPES = 'texthash:/etc/postfix/envelopes';
export const ROLES = 'texthash:/etc/postfix/roles';
export const HOMES = byDomain('home');
export const RETURNED_DOMAINS = byDomain('returned');
export const OWNED = byAddress('owned');
export const READ = byAddress('read');

/** What is returned goes to the bounces' home, whatever address it is for. */
export const RETURNED = 'inline:{{<>=REDIRECT bounces@localhost}}';
/** And to that of its own domain, beside the first: a restriction class. */
export const RETURNED_CLASS = 'returned';
export const RETURNED_BESIDE = `inline:{<>=${RETURNED_CLASS}}`;
export const NULL_SENDER = 'inline:{<>=OK}';
