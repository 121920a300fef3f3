"""The machine's own letters go in by sendmail(1), like those of any program on it."""

from kitte.base.command import run

# Seconds. Without an inode postdrop(1) waits for one without an end (mail_queue_enter of src/global/mail_queue.c).
PATIENCE = 20


def hand_in(sender: str, recipient: str, letter: str) -> None:
    run("sendmail", "-f", sender, recipient, stdin=letter, timeout=PATIENCE)
