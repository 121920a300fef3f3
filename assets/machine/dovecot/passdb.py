"""What Dovecot checks passwords by. Pure but for the hash."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kitte.base.command import run
from kitte.base.shell import Json


def validate(etc: Path) -> None:
    run("doveconf", "-n", "-c", str(etc / "dovecot/dovecot.conf"))


def passwd(settings: Json, passwords: Mapping[str, str], old: str, crypt: Callable[[str, str | None], str]) -> str:
    """An unchanged password keeps its salt, so that an unchanged file keeps its bytes."""
    hashes = dict(line.split(":")[:2] for line in old.splitlines() if ":" in line)
    lines = []
    for user in sorted(settings["users"], key=lambda user: user["login"]):
        login = user["login"]
        known = hashes.get(login, "").removeprefix("{SHA512-CRYPT}")
        salt = known.split("$")[2] if known.count("$") == 3 else None
        lines.append(f"{login}:{{SHA512-CRYPT}}{crypt(passwords[login], salt)}\n")
    return "".join(lines)
