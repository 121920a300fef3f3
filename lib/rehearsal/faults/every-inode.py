"""Runs on the machine itself: takes every inode of a folder's file system, those too that delivered mail gives back.

Ends once none is left and no message is under way, several looks in a row. A message under way when the last inode
goes gives its own back, and the next message would live on that one, and so on for ever.
"""

import errno
import itertools
import os
import pathlib
import sys
import time

folder = pathlib.Path(sys.argv[1])
patience = float(sys.argv[2])
SPOOL = pathlib.Path("/var/spool/postfix")
# Where Postfix makes a file for a message.
QUEUES = ("maildrop", "incoming", "active", "deferred", "bounce", "defer")
LOOKS = 5
# A folder of a million names is slow to write and to remove.
NAMES = 20_000


def rooms():
    """All made before the first file: the last inode must not need another for its folder."""
    folder.mkdir()
    made = [folder / str(number) for number in range(os.statvfs(folder).f_files // NAMES + 1)]
    for room in made:
        room.mkdir()
    return made


def take(names) -> int:
    """How many inodes there were to take."""
    for taken in itertools.count():
        try:
            os.close(os.open(next(names), os.O_CREAT | os.O_EXCL))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            return taken


def under_way() -> int:
    return sum(len(files) for queue in QUEUES for _, _, files in os.walk(SPOOL / queue))


made = rooms()
names = (made[number // NAMES % len(made)] / f"{number}.x" for number in itertools.count())
take(names)
filled = time.monotonic()
looks = 0
while looks < LOOKS:
    left = under_way()
    taken = take(names)
    looks = looks + 1 if left == taken == 0 else 0
    if time.monotonic() - filled > patience:
        sys.exit(f"After {patience} s {left} messages were still under way, and {taken} inodes were free again.")
    time.sleep(0.1)
