"""Whether mail gets out on port 25: tried apart from the sync, at boot and then now and again; the report has it.

EC2 drops what it blocks, so that nothing answers; a refusal was answered, and came through.
"""

import socket
import time

from kitte.base.command import succeeds
from kitte.base.shell import RUN, Json, load, log, save
from kitte.lease.holder import NUDGE

FOUND = RUN / "port25.json"
PATIENCE = 10  # seconds
DAY, HOUR = 86_400, 3_600


def keep() -> None:
    """Starts a try when it is time, and does not wait. The limit is lifted for an address: only who has it asks."""
    found = load(FOUND)
    age = DAY if found.get("state") == "open" else HOUR
    if abs(time.time() - found.get("at", 0)) > age:
        succeeds("systemctl", "start", "--no-block", "kitte-port25")


def state() -> str:
    return str(load(FOUND).get("state", ""))


def main(machine: Json) -> int:
    before, now = state(), attempt(machine["names"]["farEnd"])
    save(FOUND, {"state": now, "at": time.time()})
    if now != before:
        log(f"port 25 of {machine['names']['farEnd']}: {now}")
        NUDGE.touch()  # a sync tells it
    return 0


def attempt(host: str) -> str:
    """Over IPv4, as all mail from here."""
    try:
        addresses = socket.getaddrinfo(host, 25, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        return "unresolved"
    try:
        socket.create_connection(addresses[0][4][:2], PATIENCE).close()
    except TimeoutError:
        return "closed"
    except OSError:
        return "refused"
    return "open"
