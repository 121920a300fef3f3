"""Packages: fetched here, behind the fence, and put in place by a unit that reaches no network."""

import re
import time
from pathlib import Path

from kitte.base import errand
from kitte.base.command import Failed, run
from kitte.base.shell import Broken, NotYet

UNIT = "kitte-install"
INTERRUPTED = Path("/var/lib/dpkg/updates")
LOCKED = re.compile(r"Could not get lock|frontend lock|is another process using it")
PATIENCE = 600  # seconds: Debian's own upgrades of a fresh image take minutes
PAUSE = 5
OPTIONS = ("-qy", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")


def ensure(*names: str) -> None:
    if installed(*names):
        errand.ask(UNIT, "lay_out")
        return
    if any(INTERRUPTED.iterdir()):  # by a power cut; until it is finished apt does not even fetch
        errand.ask(UNIT, "finish")
    fetch(*names)
    errand.ask(UNIT, "install", *names)


def fetch(*names: str) -> None:
    """A mirror that does not answer may answer in a moment."""
    try:
        in_turn("apt-get", "update", *OPTIONS, "-o", "Acquire::Languages=none")
        in_turn("apt-get", "install", "--download-only", *OPTIONS, *names)
    except Broken as error:
        raise NotYet(str(error)) from error


def in_turn(*command: str, env: dict[str, str] | None = None) -> None:
    """dpkg waits for no lock, and apt for that of dpkg alone: its daily timers hold those of lists and archives too."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            run(*command, timeout=900, env=env)
        except Failed as error:
            if not LOCKED.search(error.output):
                raise
            if time.monotonic() > deadline:
                raise NotYet(f"others have been at work on the packages for {PATIENCE} s: {error}") from error
            time.sleep(PAUSE)
        else:
            return


def add(package: Path) -> None:
    errand.ask(UNIT, "install", str(package))


def installed(*names: str) -> bool:
    try:
        states = run("dpkg-query", "--show", "--showformat=${db:Status-Status}\n", *names)
    except Failed:  # at least one is not even known
        return False
    return all(state == "installed" for state in states.split())
