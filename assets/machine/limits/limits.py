"""How much a login may send in 24 hours, counted on disk when a message's last byte is in."""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from kitte.base.shell import ETC, LIB, Json, log

LIMITS = ETC / "limits.json"  # written by the sync
STATE = LIB / "guard"  # what must survive a reboot; the unit's StateDirectory
NOTICES = STATE / "notices"  # mailed, then removed, by the sync
HOUR = 3600
DAY = 24 * HOUR
WARN_AT = 0.8
PASS = "DUNNO"  # noqa: S105


def open_counts(path: Path) -> sqlite3.Connection:
    """One connection for the one process that counts: smtpd processes wait for each other here, not in the file."""
    counts = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    counts.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"  # a power cut may forget the last counts, never the file
        "CREATE TABLE IF NOT EXISTS sent (login TEXT, hour INTEGER, client TEXT, messages INTEGER, recipients INTEGER,"
        " PRIMARY KEY (login, hour, client));"
        "CREATE TABLE IF NOT EXISTS told (login TEXT, kind TEXT, at INTEGER, PRIMARY KEY (login, kind));"
        "CREATE TABLE IF NOT EXISTS known (login TEXT, address TEXT, at INTEGER, PRIMARY KEY (login, address));"
    )
    return counts


class Limits:
    def __init__(
        self, counts: sqlite3.Connection, limits: Callable[[], Json], clock: Callable[[], float] = time.time
    ) -> None:
        self.counts, self.limits, self.clock = counts, limits, clock

    def answer(self, request: Mapping[str, str]) -> str:
        """Postfix's access(5) action at END-OF-MESSAGE: a look alone, as the milters have not seen the message yet."""
        if request.get("protocol_state") != "END-OF-MESSAGE":
            return PASS
        login, client = request.get("sasl_username", ""), request.get("client_address", "")
        return self.take(login, client, int(request.get("recipient_count", 0)), count=False) or PASS

    def take(self, login: str, client: str, recipients: int, *, count: bool = True) -> str:
        """Why one message is put off, or nothing; then it is counted. What is refused is not.

        A refusal is temporary, so that nothing is lost: a client's queue sends it when there is room again. 450 is
        the code for policy after DATA (RFC 5321 section 4.3.2), X.7.1 the policy status (RFC 3463).
        """
        if not login or client == "127.0.0.1":
            return ""  # from 127.0.0.1 only the machine itself logs in, to try whether it works
        limits = self.limits()
        login = login.lower()
        hour = int(self.clock()) // HOUR
        since = hour - DAY // HOUR  # the hour that began up to 25 hours ago counts whole: never too little
        messages, addressees = self.counts.execute(
            "SELECT coalesce(sum(messages), 0), coalesce(sum(recipients), 0) FROM sent WHERE login = ? AND hour >= ?",
            (login, since),
        ).fetchone()
        messages, addressees = messages + 1, addressees + recipients
        most, most_recipients = limits["messagesPerDay"], limits["recipientsPerDay"]
        usage = f"messages {messages} of {most}, recipients {addressees} of {most_recipients} in 24 hours"
        if messages > most or addressees > most_recipients:
            self.tell(login, "limit met", usage, client, since)
            what = f"{most} messages" if messages > most else f"{most_recipients} recipients"
            return f"450 4.7.1 {login} may send {what} in 24 hours: the limit is met, try again later"
        if not count:
            return ""
        self.counts.execute(
            "INSERT INTO sent VALUES (?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET"
            " messages = messages + 1, recipients = recipients + excluded.recipients",
            (login, hour, client, recipients),
        )
        if messages >= most * WARN_AT or addressees >= most_recipients * WARN_AT:
            self.tell(login, "limit warning", usage, client, since)
        return ""

    def tell(self, login: str, kind: str, usage: str, client: str, since: int) -> None:
        """Once a day for a login and kind: this is where a stolen password shows."""
        now = int(self.clock())
        told = self.counts.execute("SELECT at FROM told WHERE login = ? AND kind = ?", (login, kind)).fetchone()
        if told and told[0] > now - DAY:
            return
        self.counts.execute("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", (login, kind, now))
        self.counts.execute("DELETE FROM sent WHERE hour < ?", (since,))
        rows = self.counts.execute(
            "SELECT client, sum(messages) AS total FROM sent WHERE login = ? AND hour >= ?"
            " GROUP BY client ORDER BY total DESC",
            (login, since),
        ).fetchall()
        most = ", ".join(f"{address} ({total})" for address, total in rows[:5])
        text = f"{kind} login={login} {usage}; now from {client}; {len(rows)} addresses in all, most from {most or '-'}"
        log(f"kitte: {text}")
        leave(kind, text)


def leave(kind: str, text: str) -> None:
    """For the sync to mail: this process may neither reach the network nor run sendmail."""
    try:
        NOTICES.mkdir(mode=0o700, exist_ok=True)
        path = NOTICES / f"{time.time_ns()}.json"
        path.with_suffix(".new").write_text(json.dumps({"kind": kind, "text": text}))
        path.with_suffix(".new").rename(path)
    except OSError as error:
        log(f"a notice cannot be left for the postmaster: {error}")


def checked(limits: Json) -> Json:
    """The config was judged before it came here; a parameter changed by hand was not."""
    names = ("messageSizeMiB", "recipientsPerMessage", "messagesPerDay", "recipientsPerDay")
    for name in names:
        if not isinstance(limits.get(name), int) or not re.fullmatch(r"[1-9][0-9]{0,6}", str(limits[name])):
            raise ValueError(f"limits.{name} is {limits.get(name)!r}: it must be a whole number from 1 to 9999999")
    return {name: limits[name] for name in names}


def from_file(path: Path = LIMITS) -> Callable[[], Json]:
    """Read anew when it was replaced: a changed setting is in force with the next message."""
    seen: tuple[int, Json] = (0, {})

    def read() -> Json:
        nonlocal seen
        stamp = path.stat().st_mtime_ns
        if seen[0] != stamp:
            seen = (stamp, checked(json.loads(path.read_text())))
        return seen[1]

    return read


def limits_file(settings: Json) -> str:
    return json.dumps(checked(settings["limits"]), indent=1) + "\n"
