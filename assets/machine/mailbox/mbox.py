"""The machine's own mailbox, as local(8) writes it (mbox, RFC 4155): where each letter lies, and how some are removed.

A letter's id is of its content, so that it stays what it is whatever comes or goes beside it.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kitte.base.shell import NotYet

MAILBOX = Path("/var/mail/kitte")
PATIENCE = 15  # seconds for who has the mailbox
CHUNK = 1 << 20


class Lying(NamedTuple):
    """One letter: where it begins and how long it is, its From_ line included."""

    id: str
    offset: int
    length: int


@contextlib.contextmanager
def opened(path: Path, *, change: bool) -> Iterator[BinaryIO | None]:
    """Under the locks that Debian's Postfix takes, fcntl(2) and a dot-lock; None where there is no mail yet. What a
    change left undone when the power went is done first."""
    deadline = time.monotonic() + PATIENCE
    change = change or rest_of(path).exists()
    with contextlib.ExitStack() as stack:
        if change:
            stack.enter_context(dot_locked(path, deadline))
        try:
            file = stack.enter_context(open(path, "r+b" if change else "rb"))
        except FileNotFoundError:
            yield None
            return
        locked(file, fcntl.LOCK_EX if change else fcntl.LOCK_SH, deadline)
        if change:
            finish(path, file)
        yield file


def locked(file: BinaryIO, how: int, deadline: float) -> None:
    while True:
        try:
            return fcntl.lockf(file, how | fcntl.LOCK_NB)
        except OSError:
            pause(deadline)


@contextlib.contextmanager
def dot_locked(path: Path, deadline: float) -> Iterator[None]:
    lock = path.with_name(f"{path.name}.lock")
    while True:
        try:
            os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            pause(deadline)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def pause(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise NotYet("the mailbox is in use by a delivery; try again")
    time.sleep(0.1)


def letters(file: BinaryIO) -> list[Lying]:
    """In their order. local(8) quotes a line of a letter that begins with `From `."""
    found: list[Lying] = []
    file.seek(0)
    begin, at, digest = 0, 0, hashlib.sha256()
    for line in file:
        if line.startswith(b"From ") and at > begin:
            found.append(Lying(digest.hexdigest()[:12], begin, at - begin))
            begin, digest = at, hashlib.sha256()
        digest.update(line)
        at += len(line)
    if at > begin:
        found.append(Lying(digest.hexdigest()[:12], begin, at - begin))
    return found


def read(file: BinaryIO, letter: Lying, most: int) -> bytes:
    file.seek(letter.offset)
    return file.read(min(letter.length, most))


def remove(path: Path, file: BinaryIO, gone: Sequence[Lying]) -> None:
    """In place, as a delivery that waits for the lock has this very file open. The rest is on the disk before anything
    is written over."""
    first = min(letter.offset for letter in gone)
    dropped = {letter.offset for letter in gone}
    kept = [letter for letter in letters(file) if letter.offset > first and letter.offset not in dropped]
    size = os.fstat(file.fileno()).st_size
    rest = rest_of(path)
    unfinished = rest.with_name(f"{rest.name}.new")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy:
        copy.write(json.dumps({"from": first, "size": size}).encode() + b"\n")
        for letter in kept:
            file.seek(letter.offset)
            pour(file, copy, letter.length)
        copy.flush()
        os.fsync(copy.fileno())
    unfinished.replace(rest)
    finish(path, file)


def finish(path: Path, file: BinaryIO) -> None:
    """Puts the rest where it belongs. Letters that came after a power cut lie behind the former end, and stay."""
    rest = rest_of(path)
    if not rest.exists():
        return
    with open(rest, "rb") as copy:
        head = json.loads(copy.readline())
        file.seek(head["size"])
        later = file.read()
        file.seek(head["from"])
        pour(copy, file, os.fstat(copy.fileno()).st_size - copy.tell())
        file.write(later)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    rest.unlink()


def rest_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.rest")


def pour(source: BinaryIO, target: BinaryIO, length: int) -> None:
    while length > 0:
        piece = source.read(min(CHUNK, length))
        if not piece:
            return
        target.write(piece)
        length -= len(piece)
