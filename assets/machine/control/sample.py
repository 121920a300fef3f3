"""A message that this machine signed like any other. It goes to a file here and nowhere else.

`kitte doctor` verifies it against the records: that shows which key signs, without the key.
"""

import fcntl
import time

from kitte.base.shell import RUN, NotYet
from kitte.postfix.sendmail import hand_in
from kitte.sync import ready

PATIENCE = 5  # seconds for a sync, which uses the same mailbox


def fresh(domain: str) -> str:
    with open(RUN / "lock", "w") as lock:
        wait(lock.fileno())
        return made(domain)


def wait(lock: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise NotYet("a sync is at work, try again") from None
            time.sleep(0.2)


def made(domain: str) -> str:
    """As it lies in the mailbox, without the line that mbox adds, and without a late one from before."""
    sender = f"postmaster@{domain}"
    mark = ready.marked()
    message = f"From: Kitte <{sender}>\nTo: {ready.ADDRESS}\nSubject: {mark}\n\nSigned?\n"
    hand_in(sender, ready.ADDRESS, message)
    letters = f"\n{ready.arrived(mark)}".split("\nFrom ")
    return next(letter for letter in letters if mark in letter).partition("\n")[2].rstrip("\n") + "\n"
