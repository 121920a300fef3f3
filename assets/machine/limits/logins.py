"""Who may try a password: Dovecot asks before each try and reports after it."""

import sqlite3
import time
from collections.abc import Callable

from kitte.base.shell import log

FAILURES = 10  # different wrong passwords from one address
WINDOW = 600  # seconds in which they count
SHUT_OUT = 600  # seconds; tries in that time do not prolong it
FREE = 3  # wrong passwords before answers slow down
SLOWEST = 6  # seconds; with Dovecot's own two less than the ten that Postfix waits
KNOWN = 30 * 86400  # seconds that an address is remembered where a login succeeded
MOST = 10_000  # keys held in memory
MOST_ADDRESSES = 4096  # of those where a login succeeded: the nearest in time


class Logins:
    """Counts different wrong passwords by client address: a program that repeats its old password counts once.

    A login that succeeded from an address before is counted apart there, for itself alone: whoever guesses behind
    the same NAT does not shut out those who work there. Dovecot names no difference between an unknown login and
    a wrong password, and neither does this.
    """

    def __init__(
        self,
        counts: sqlite3.Connection,
        clock: Callable[[], float] = time.time,
        publish: Callable[[list[str]], None] = lambda _addresses: None,
    ) -> None:
        """`publish` is told where logins succeeded, at the start and when there is another address."""
        self.counts, self.clock, self.publish = counts, clock, publish
        self.addresses: set[str] = set()
        self.tell()
        self.failures: dict[tuple[str, ...], dict[tuple[str, str], float]] = {}
        self.shut: dict[tuple[str, ...], float] = {}

    def allow(self, login: str, address: str) -> tuple[int, str]:
        """0 to go on, a number of seconds to wait first, or -1 to refuse, with the reply's words."""
        key, now = self.key(login, address), self.clock()
        left = self.shut.get(key, 0) - now
        if left > 0:
            minutes = max(1, round(left / 60))
            return -1, f"{FAILURES} failed logins from {address} in {WINDOW // 60} minutes; try again in {minutes} min"
        return max(0, min(len(self.recent(key)) - FREE + 1, SLOWEST)), ""

    def report(self, login: str, password: str, address: str, success: bool) -> None:
        """`password` is twelve bits of a hash: enough to tell the same wrong one from another."""
        key, now = self.key(login, address), self.clock()
        if success:
            self.remember(login.lower(), address, int(now))
            self.failures.pop((address, login.lower()), None)
            return
        recent = self.recent(key)
        recent[(login.lower(), password)] = now
        self.failures[key] = recent
        if len(recent) >= FAILURES:
            self.shut[key] = now + SHUT_OUT
            del self.failures[key]
            words = f"{FAILURES} failed logins, last as {login[:64]!r}"
            log(f"kitte: shut out {' '.join(key)} for {SHUT_OUT // 60} minutes: {words}")
        if len(self.failures) + len(self.shut) > MOST:
            self.forget(now)

    def key(self, login: str, address: str) -> tuple[str, ...]:
        login = login.lower()
        known = self.counts.execute(
            "SELECT 1 FROM known WHERE login = ? AND address = ? AND at > ?",
            (login, address, int(self.clock()) - KNOWN),
        ).fetchone()
        return (address, login) if known else (address,)

    def recent(self, key: tuple[str, ...]) -> dict[tuple[str, str], float]:
        oldest = self.clock() - WINDOW
        return {what: at for what, at in self.failures.get(key, {}).items() if at > oldest}

    def remember(self, login: str, address: str, now: int) -> None:
        """Written at most once an hour for each, not at every login."""
        self.counts.execute(
            "INSERT INTO known VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"
            " WHERE excluded.at - at > 3600",
            (login, address, now),
        )
        self.counts.execute("DELETE FROM known WHERE at < ?", (now - KNOWN,))
        if address not in self.addresses:
            self.tell()

    def tell(self) -> None:
        rows = self.counts.execute(
            "SELECT address, max(at) AS last FROM known WHERE at > ? GROUP BY address ORDER BY last DESC LIMIT ?",
            (int(self.clock()) - KNOWN, MOST_ADDRESSES),
        )
        addresses = [str(row[0]) for row in rows]
        self.addresses = set(addresses)
        self.publish(addresses)

    def forget(self, now: float) -> None:
        self.shut = {key: until for key, until in self.shut.items() if until > now}
        self.failures = {key: recent for key in self.failures if (recent := self.recent(key))}
        for key in list(self.failures)[: max(0, len(self.failures) + len(self.shut) - MOST)]:
            del self.failures[key]
