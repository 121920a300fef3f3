import { Refusal, text } from './text';

const ALLOWED = 'a moment in UTC such as 2026-11-25T12:00:00Z';

/** A moment to the second, as RFC 3339 writes it in UTC. */
export const moment = text(ALLOWED, (value) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : new Refusal(
        ALLOWED,
        'Leave it to `kitte dkim rotate` or `kitte rename`, or give the date, a T, the time and a Z.',
      ),
);
