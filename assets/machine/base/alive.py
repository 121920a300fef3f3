"""Tells systemd that this program is alive: sd_notify(3). One that hangs is ended and started anew, see WatchdogSec."""

import os
import socket
import threading
import time


def notify(text: str) -> None:
    """Nothing, where nobody asked."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as told:
        try:
            told.connect("\0" + address[1:] if address.startswith("@") else address)
            told.send(text.encode())
        except OSError:
            return  # it counts as silence


def beat() -> None:
    notify("WATCHDOG=1")


def go_on(most: float, pause: float = 20) -> None:
    """A start that may take long is extended while the process runs at all, and no longer than `most` seconds."""
    until = time.monotonic() + most

    def extend() -> None:
        while time.monotonic() < until:
            notify(f"EXTEND_TIMEOUT_USEC={int(3 * pause * 1e6)}")
            time.sleep(pause)

    if os.environ.get("NOTIFY_SOCKET"):
        threading.Thread(target=extend, daemon=True).start()
