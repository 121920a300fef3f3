"""Mail moves: from the root disk to the volume, and from a machine whose accounts had other numbers."""

import grp
import os
import pwd
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from kitte.base.shell import Json, load, log, save

# Where whole messages wait. `defer` and `bounce` hold what is said of them by their queue id.
QUEUES = ("incoming", "active", "deferred", "hold")
# What there is below the queue's directory
DIRECTORIES = (
    *("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop"),
    *("opendkim", "pid", "private", "public", "saved", "trace"),
)
USERS, GROUPS = ("postfix", "opendkim", "kitte", "nobody"), ("postfix", "postdrop", "mail", "opendkim", "nogroup")


def move_queue(source: Path, target: Path) -> None:
    """Everything that was accepted goes to `incoming`, from where Postfix sorts it; what is half received does not."""
    moved = 0
    for name in DIRECTORIES:  # a new volume has none yet
        if (source / name).is_dir() and not (target / name).exists():
            (target / name).mkdir()
            same_access(source / name, target / name)
    for path, folder in accepted(source):
        hand_over(path, target / folder)
        moved += 1
    if moved:
        log(f"moved {moved} messages from the root disk to the volume")


def accepted(source: Path) -> Iterator[tuple[Path, str]]:
    """Each message, and where it goes."""
    for queue in QUEUES:
        for path in sorted((source / queue).rglob("*")):
            if path.is_file() and path.stat().st_mode & 0o100:  # cleanup(8) sets this when the message is complete
                yield path, "hold" if queue == "hold" else "incoming"
    for path in sorted((source / "maildrop").glob("*")):  # what sendmail(1) took while Postfix was down
        yield path, "maildrop"


def mailboxes(source: Path) -> list[Path]:
    return [path for path in source.iterdir() if path.is_file() and path.stat().st_size]


def settled(root: Path, places: Mapping[Path, Path]) -> bool:
    """Whether the volume is as this machine left it, and nothing has come to the root disk since: it is not touched."""
    queue, mail = places
    there = all((places[queue] / name).is_dir() for name in DIRECTORIES) and places[mail].is_dir()
    return there and load(root / "owners.json") == numbers() and not (any(accepted(queue)) or mailboxes(mail))


def hand_over(path: Path, folder: Path) -> None:
    """On the new disk before it leaves the old one. Names need not be kept: postsuper(1) gives new ones."""
    target = folder / path.name
    while target.exists():
        target = target.with_name(f"{target.name}X")
    partial = folder.parent / f".{path.name}.part"
    shutil.copy2(path, partial)
    same_access(path, partial)
    flush(partial)
    partial.rename(target)
    flush(folder)
    path.unlink()


def move_mailboxes(source: Path, target: Path) -> None:
    """mbox: appended to what is there."""
    for path in mailboxes(source):
        box = target / path.name
        with open(path, "rb") as old, open(box, "ab") as new:
            shutil.copyfileobj(old, new)
        same_access(path, box)
        flush(box)
        flush(target)
        path.unlink()


def flush(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def same_access(model: Path, path: Path) -> None:
    facts = model.stat()
    os.chown(path, facts.st_uid, facts.st_gid)
    path.chmod(facts.st_mode & 0o7777)


def adopt(root: Path) -> None:
    """Accounts are numbered as packages come: what the last machine left behind gets the numbers of this one."""
    now = numbers()
    before = load(root / "owners.json")
    if before and before != now:
        renumber(root, before, now)
    if before != now:
        save(root / "owners.json", now)


def numbers() -> Json:
    users = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall() if entry.pw_name in USERS}
    groups = {entry.gr_name: entry.gr_gid for entry in grp.getgrall() if entry.gr_name in GROUPS}
    return {"users": users, "groups": groups}


def renumber(root: Path, before: Json, now: Json) -> None:
    users, groups = (
        {old: now[kind][name] for name, old in before.get(kind, {}).items() if name in now[kind]}
        for kind in ("users", "groups")
    )
    for path in (root, *root.rglob("*")):
        facts = path.lstat()
        owner, group = users.get(facts.st_uid, -1), groups.get(facts.st_gid, -1)
        mode = facts.st_mode & 0o7777
        os.chown(path, owner, group, follow_symlinks=False)
        if not path.is_symlink():
            path.chmod(mode)  # a change of owner takes setgid away
    log("the accounts of the volume's files were renumbered")
