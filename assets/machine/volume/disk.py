"""The unit kitte-volume: the device, its file system and what lies on it. It mounts nothing: systemd does."""

import json
from collections.abc import Callable
from pathlib import Path

from kitte.base import errand
from kitte.base.command import Failed, run
from kitte.base.shell import Broken, Json, log
from kitte.volume import spool
from kitte.volume.volume import DEVICE, GROWTH, MAIL, PLACES, QUEUE, UNIT, VOLUME, anything_mounted, is_mount

LABEL = "kitte-queue"
PROBED = 1 << 20  # bytes


def device(name: str) -> str:
    """Nitro: the id is the NVMe serial number, of which udev makes a link; Xen: the name given at the attachment.

    https://docs.aws.amazon.com/ebs/latest/userguide/identify-nvme-ebs-device.html
    """
    nitro = Path("/dev/disk/by-id") / f"nvme-Amazon_Elastic_Block_Store_{name.replace('-', '')}"
    found = [path for path in (nitro, Path("/dev/xvdf")) if path.exists()]
    return str(found[0].resolve()) if found else ""


def prepare(name: str) -> str:
    """The device of the volume, good to be mounted; nothing while it is not attached."""
    path = device(name)
    if path and not anything_mounted():  # by a take that was cut short
        check(path)
    return path


def check(path: str) -> None:
    """A file system is made on a blank volume alone. Whatever else is on it may be somebody's mail."""
    known = contents(path)
    if not known:
        with open(path, "rb") as raw:
            if any(raw.read(PROBED)):
                raise Broken(f"volume {path} has no file system but is not blank either: nothing is done to it")
        # An inode for every block: many small messages do not run out of them before they fill it
        run("mkfs.ext4", "-q", "-L", LABEL, "-m", "1", "-i", "4096", path)
        log(f"made a file system on {path}")
    elif (known.get("TYPE"), known.get("LABEL")) != ("ext4", LABEL):
        raise Broken(f"volume {path} holds {known.get('TYPE')} {known.get('LABEL', '')}, not ext4 {LABEL}")
    try:
        log(run("e2fsck", "-p", path).strip())
    except Failed as error:
        if error.code > 1:  # 1: errors were corrected
            raise Broken(f"the file system of the queue is damaged, see the runbook: {error}") from error


def contents(path: str) -> dict[str, str]:
    """What blkid(8) finds; nothing is its code 2, and an ambivalent answer is code 8 and an error here."""
    try:
        lines = run("blkid", "--probe", "--output", "export", path).splitlines()
    except Failed as error:
        if error.code == 2 and not error.output.strip():
            return {}
        raise
    return dict(line.split("=", 1) for line in lines if "=" in line)


def fill() -> str:
    """What lies on the root disk moves to the volume, before the volume's folders cover its place. What cannot be moved
    stays there until the next boot. Answers as JSON what went wrong by that, and must stop no mail."""
    trouble = {GROWTH: grow()}
    spool.adopt(VOLUME)
    for place, inside in PLACES.items():
        if is_mount(place):
            continue
        inside.mkdir(exist_ok=True)
        spool.same_access(place, inside)
    for place, move in ((QUEUE, spool.move_queue), (MAIL, spool.move_mailboxes)):
        if not is_mount(place):
            trouble[f"what lies below {place} on the root disk"] = moved(place, move)
    return json.dumps(trouble)


def moved(place: Path, move: Callable[[Path, Path], None]) -> str:
    try:
        move(place, PLACES[place])
    except OSError as error:
        return f"is not moved to the volume before the next boot: {error}"
    return ""


def lay_out() -> None:
    """The directories that Postfix and the sockets want. Queue files are named by their inode, which a move has
    changed: postsuper(1) renames them. It is part of `postfix check`, which Postfix's unit runs before each start."""
    run("postfix", "check")
    run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/kitte.conf")


def grow() -> str:
    """Why the file system stays smaller than its volume, which may have grown since. resize2fs(8) does nothing when
    there is nothing to do. It is no reason not to serve: the old size serves as well as before."""
    try:
        run("resize2fs", str(DEVICE.resolve()))
    except Broken as error:
        return f"could not be grown to its volume, the old size goes on: {error}"
    return ""


def main(_machine: Json) -> int:
    actions = (prepare, fill, lay_out, grow)
    return errand.answer(UNIT, {action.__name__: action for action in actions})
