"""Watches the lease, and wakes a sync when it is not followed. It asks and changes nothing itself."""

import sys
import time
from pathlib import Path

from kitte.base import alive
from kitte.base.aws import Aws, Metadata
from kitte.base.shell import RUN, Json, NotYet, log
from kitte.certificate import certificate
from kitte.lease import lease

NUDGE = RUN / "nudge"  # kitte-sync.path waits for it
PAUSE = 3  # seconds
EAGER = 0.5  # while it does not serve: mail waits for it
AGE = 240  # seconds that a metadata token is used: it lives 300


def main(machine: Json) -> int:
    programs = Path(sys.argv[0])
    version = programs.stat().st_mtime_ns
    aws, since, said = None, 0.0, ""
    while programs.stat().st_mtime_ns == version:  # else systemd starts it anew, with the new programs
        alive.beat()
        try:
            if aws is None or time.monotonic() - since > AGE:
                aws, since = Aws(Metadata()), time.monotonic()
            if not lease.followed(machine, aws):
                NUDGE.touch()
            said = ""
        except NotYet as error:
            aws = None
            if said != str(error):
                said = str(error)
                log(f"will try again: {said}")
        time.sleep(PAUSE if certificate.SERVING.exists() else EAGER)
    return 0
