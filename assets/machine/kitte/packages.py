"""Packages: fetched here, behind the fence, and put in place by a unit that reaches no network."""

from pathlib import Path

from kitte import errand
from kitte.command import Failed, run
from kitte.shell import Broken, NotYet

UNIT = "kitte-install"
INTERRUPTED = Path("/var/lib/dpkg/updates")
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
    """A mirror that does not answer, or another apt at work on the lists, may be over in a moment."""
    try:
        run("apt-get", "update", *OPTIONS, "-o", "Acquire::Languages=none")
        run("apt-get", "install", "--download-only", *OPTIONS, *names, timeout=900)
    except Broken as error:
        raise NotYet(str(error)) from error


def add(package: Path) -> None:
    errand.ask(UNIT, "install", str(package))


def installed(*names: str) -> bool:
    try:
        states = run("dpkg-query", "--show", "--showformat=${db:Status-Status}\n", *names)
    except Failed:  # at least one is not even known
        return False
    return all(state == "installed" for state in states.split())
