"""The volume of queue, mailboxes and certificate: its places in the tree, which systemd mounts, and nobody else.

A program with rights to mount could be fenced in by nothing. The mount units are started by the lease alone.
"""

import json
import time
from pathlib import Path

from kitte.base import errand, trouble
from kitte.base.command import run, succeeds
from kitte.base.shell import RUN, Broken, NotYet
from kitte.volume import spool

UNIT = "kitte-volume"
GROWTH = "file system of the queue"
VOLUME = Path("/var/lib/kitte/volume")
QUEUE, MAIL = Path("/var/spool/postfix"), Path("/var/mail")
PLACES = {QUEUE: VOLUME / "postfix", MAIL: VOLUME / "mail"}
DEVICE = RUN / "volume-device"  # a link: the mount unit names it


def ask(action: str, *arguments: str) -> str:
    return errand.ask(UNIT, action, *arguments)


def mount(device: str) -> None:
    DEVICE.unlink(missing_ok=True)
    DEVICE.symlink_to(device)
    start(VOLUME)
    if not spool.settled(VOLUME, PLACES):
        for kind, words in json.loads(ask("fill") or "{}").items():
            trouble.note(kind, words)
    for place in PLACES:
        start(place)


def grow() -> None:
    """The volume may have grown since it was mounted."""
    with trouble.beside(GROWTH):
        if words := ask("grow"):
            raise Broken(words)


def start(place: Path) -> None:
    if is_mount(place):
        return
    unit = unit_of(place)
    if not succeeds("systemctl", "start", unit):
        words = run("journalctl", "--no-pager", "--boot", "--output=cat", "--lines=4", f"--unit={unit}")
        raise Broken(f"{place} cannot be mounted: {' / '.join(words.splitlines())}")


def unmount() -> None:
    for place in (*PLACES, VOLUME):
        deadline = time.monotonic() + 10
        while is_mount(place) and not stopped(place):
            if time.monotonic() > deadline:
                raise NotYet(f"{place} is in use")
            time.sleep(0.5)


def stopped(place: Path) -> bool:
    return succeeds("systemctl", "stop", unit_of(place)) and not is_mount(place)


def unit_of(place: Path) -> str:
    """systemd.mount(5): it must be named after its place."""
    return f"{str(place).strip('/').replace('/', '-')}.mount"


def laid_out() -> bool:
    """Whether the sockets find their directories, on whichever disk the queue now is."""
    return all((QUEUE / name).is_dir() for name in spool.DIRECTORIES)


def mounted() -> bool:
    return all(map(is_mount, (VOLUME, *PLACES)))


def anything_mounted() -> bool:
    return any(map(is_mount, (VOLUME, *PLACES)))


def is_mount(path: Path) -> bool:
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    return any(line.split()[4] == str(path) for line in lines)
