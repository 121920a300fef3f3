"""Who may send as whom, by the settings."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from kitte.base.shell import ETC, Json
from kitte.settings import domains

SENDERS = ETC / "senders.json"  # written by the sync
# Their mail is the server's own: a tag on them is no login's by itself
ROLES = ("postmaster", "abuse", "dmarc", "bounces", "mailer-daemon")
# Whom the machine writes to when it tries its ports: an alias that leads to a file, and nowhere else
PROBE = "kitte-probe@localhost"
SHOWN = 5
MOST = 1000  # recipients a message, where a file of before does not say it
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Ownership:
    def __init__(self, settings: Mapping[str, Json]) -> None:
        self.domain = str(settings["domain"])
        self.recipients = int(settings.get("recipientsPerMessage", MOST))
        self.senders: dict[str, list[str]] = settings["senders"]
        self.untagged = frozenset(settings.get("untagged", []))
        self.waiting: dict[str, str] = settings.get("waiting", {})
        self.exact: dict[str, set[str]] = {}
        for login, senders in self.senders.items():
            for sender in senders:
                self.exact.setdefault(sender, set()).add(login)

    def may(self, login: str | None, address: str) -> bool:
        """Without a login it is the machine itself: sendmail, or a bounce."""
        local, _, domain = address.rpartition("@")
        if login is None:
            return domain == self.domain
        if not local or not domain or login not in self.senders or CONTROL.search(address):
            return False
        if login in self.exact.get(f"@{domain}", ()):
            return True
        for base in bases(local):
            if owners := self.exact.get(f"{base}@{domain}"):
                tagged = base != local and (base in ROLES or login in self.untagged)
                return login in owners and not tagged
        return False

    def owned(self, address: str) -> bool:
        """By whomever: who has a part in what the address is called by decides, and is asked alone."""
        local, _, domain = address.rpartition("@")
        names = (f"@{domain}", *(f"{base}@{domain}" for base in bases(local)))
        asked = {login for name in names for login in self.exact.get(name, ())}
        return any(self.may(login, address) for login in asked)

    def unseen(self, address: str) -> str:
        """Why nobody writes from there yet, in words; nothing for other domains."""
        domain = address.rpartition("@")[2]
        record = self.waiting.get(domain)
        if record is None:
            return ""
        return f"Mail from {domain} is put off until all its name servers show {record}; try again later"

    def described(self, login: str | None) -> str:
        if login is None:
            return f"an address at {self.domain}"
        senders = self.senders.get(login, [])
        more = f" and {len(senders) - SHOWN} more" if len(senders) > SHOWN else ""
        return (", ".join(senders[:SHOWN]) or "no address at all") + more


def bases(local: str) -> list[str]:
    """The local part, then without its tags (RFC 5233), the longest first: `news+a+b`, `news+a`, `news`. VERP puts the
    recipient into a tag: `news+someone=inbox.example.net`."""
    parts = local.split("+")
    return ["+".join(parts[:count]) for count in range(len(parts), 0, -1) if parts[0]] or [local]


def known(settings: Json) -> Json:
    """What must be known of the settings."""
    users, waiting = settings["users"], settings.get("waiting", {})
    return {
        "domain": settings["domain"],
        "recipientsPerMessage": settings["limits"]["recipientsPerMessage"],
        "senders": {user["login"]: user["senders"] for user in users},
        "untagged": sorted(user["login"] for user in users if not user.get("subaddresses", True)),
        **({"waiting": by_name(settings, waiting)} if waiting else {}),
    }


def by_name(settings: Json, waiting: Json) -> Json:
    """Of each name that a sender of a waiting domain has, the record that is missing."""
    theirs = [domain for domain in domains.of(settings) if domain["domain"] in waiting]
    return {name: waiting[domain["domain"]] for domain in theirs for name in domains.written(domain)}


def senders_file(settings: Json) -> str:
    """For the milter."""
    return json.dumps(known(settings), indent=1) + "\n"


def from_file(path: Path = SENDERS) -> Callable[[], Ownership]:
    """Read anew when it was replaced: a changed setting is in force with the next message."""
    seen: tuple[tuple[int, int], Ownership] | None = None

    def read() -> Ownership:
        nonlocal seen
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_ino)
        if seen is None or seen[0] != stamp:
            seen = (stamp, Ownership(json.loads(path.read_text())))
        return seen[1]

    return read
