"""What people and the command kitte ask of this machine: `kitte-control [--contract VERSION] COMMAND [WORD ...]`.

It answers in JSON on standard output, by docs/contract.md, or says on standard error why not. Who asks names the
version of the commands that it speaks.
"""

import contextlib
import fcntl
import json
import os
import pwd
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence

from kitte.base import contract
from kitte.base.command import run, succeeds
from kitte.base.shell import LIB, RUN, Broken, Json, NotYet, load, log
from kitte.control import sample
from kitte.limits import limits
from kitte.mailbox import mailbox
from kitte.port25 import port25
from kitte.updates import updates

SYNC = "kitte-sync.service"
OLDEST = 1  # version of the commands that is still answered
COUNTER = "kitte-guard"  # the account whose counts they are
USAGE, FAILED = 2, 1


def status() -> Json:
    found = load(RUN / "report.json")
    return {
        "told": load(LIB / "status.json"),
        "state": found.get("state", ""),
        "settings": found.get("settings", ""),
        "warning": found.get("warning", ""),
        "retrying": load(RUN / "failing.json").get("reason", ""),
    }


def refresh() -> Json:
    """A sync that runs may have read what was before: it is waited for, and another one remembers nothing."""
    with locked():
        (RUN / "fetched.json").unlink(missing_ok=True)
    if run("systemctl", "show", SYNC, "--property=ActiveState", "--value").strip() == "activating":
        succeeds("systemctl", "start", SYNC)  # joins it, as it is about to end
    run("systemctl", "start", SYNC)
    return status()


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """As setup and sync are."""
    with open(RUN / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def forget(login: str) -> Json:
    """As the account that counts, so that its files stay its own."""
    account = pwd.getpwnam(COUNTER)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    with contextlib.closing(sqlite3.connect(limits.STATE / "counts.sqlite", timeout=20)) as counts, counts:
        (messages,) = counts.execute("SELECT coalesce(sum(messages), 0) FROM sent WHERE login = ?", (login,)).fetchone()
        for table in ("sent", "told"):
            counts.execute(f"DELETE FROM {table} WHERE login = ?", (login,))  # noqa: S608
    return {"login": login, "messages": messages}


def whole(word: str) -> int:
    if not word.isdecimal():
        raise Broken(f"{word!r} is no whole number of letters")
    return int(word)


def version() -> Json:
    return {"version": contract.declared("commands")["version"], "commands": sorted(COMMANDS)}


COMMANDS: dict[str, Callable[..., Json]] = {
    "version": version,
    "status": status,
    "refresh": refresh,
    "forget": forget,
    "port25": lambda host: {"state": port25.attempt(host)},
    "updates": updates.waiting,
    "sample": lambda domain: {"message": sample.fresh(domain)},
    "mailbox-list": lambda most: mailbox.listed(whole(most)),
    "mailbox-show": lambda identity: mailbox.shown("show", identity),
    "mailbox-raw": lambda identity: mailbox.shown("raw", identity),
    "mailbox-delete": lambda: mailbox.deleted(sys.stdin.read().split()),
}


def main(arguments: Sequence[str]) -> int:
    known = contract.declared("commands")
    words = list(arguments)
    if words[:1] == ["--contract"]:
        asked, words = words[1] if len(words) > 1 else "", words[2:]
        if not asked.isdecimal() or not OLDEST <= int(asked) <= known["version"]:
            log(f"kitte-control answers versions {OLDEST} to {known['version']} of its commands, not {asked or 'none'}")
            return USAGE
    name, rest = words[0] if words else "", words[1:]
    if name not in COMMANDS or len(rest) != len(known["commands"][name]):
        each = [" ".join([command, *takes]) for command, takes in known["commands"].items()]
        log("\n".join(["usage: kitte-control COMMAND, one of", *each]))
        return USAGE
    try:
        print(json.dumps(COMMANDS[name](*rest)))
    except (Broken, NotYet, OSError, ValueError, KeyError, sqlite3.Error) as error:
        log(str(error) if isinstance(error, Broken | NotYet) else f"{type(error).__name__}: {error}")
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
