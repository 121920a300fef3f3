"""How many clients may be connected at once: what the memory takes, and who has which share of it. Pure but for a look.

Each connection is an smtpd(8) process of 3 MiB (measured: 2.4 of its own, the rest the kernel's).
"""

import json
import os
import re

from kitte.base.shell import ETC, Json

CONNECTIONS = ETC / "connections.json"  # written by the sync
DEFAULTS: Json = {"perAddress": 20, "perKnownAddress": 100, "secondsToLogin": 30}
EACH, REST = 3, 160  # MiB of a process; of all else on the machine
FEWEST, MOST = 96, 400
# One for each stranger's address when the rest of theirs is taken, so that many addresses are needed to keep others out
CROWD = 40
OWN = 10  # beyond all shares, for the machine itself


def checked(settings: Json) -> Json:
    """The config was judged before it came here; a parameter of before has none of it."""
    chosen = {**DEFAULTS, **settings.get("connections", {})}
    for name, value in chosen.items():
        if not isinstance(value, int) or not re.fullmatch(r"[1-9][0-9]{0,4}", str(value)):
            raise ValueError(f"connections.{name} is {value!r}: it must be a whole number from 1 to 99999")
    if "most" in chosen and chosen["most"] < FEWEST:
        raise ValueError(f"connections.most is {chosen['most']}: it must be {FEWEST} at least")
    return chosen


def fitting(mebibytes: int) -> int:
    return max(FEWEST, min(MOST, (mebibytes - REST) // EACH))


def memory() -> int:
    """By sysinfo(2): a unit that is fenced in does not see /proc/meminfo."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20


def most(chosen: Json) -> int:
    return chosen.get("most") or fitting(memory())


def shares(chosen: Json) -> Json:
    """Half for addresses where a login succeeded, the rest for strangers: three parts to log in, two on port 25."""
    rest = most(chosen) - CROWD
    known, strangers, mail = rest // 2, rest * 3 // 10, rest // 5
    return {
        "known": known,
        "strangers": strangers,
        "mail": mail,
        "crowd": CROWD,
        "perKnownAddress": min(chosen["perKnownAddress"], known),
        "perStranger": min(chosen["perAddress"], strangers),
        "perMailer": min(chosen["perAddress"], mail),
    }


def connections_file(settings: Json) -> str:
    return json.dumps(checked(settings), indent=1) + "\n"
