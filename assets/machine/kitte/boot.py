"""Runs from the user-data at every boot: fetches the machine's programs, then hands over to them.

The programs do not fit beside the configuration into EC2's 16 KiB: the user-data names their hash,
parameters hold them.
"""

import base64
import gzip
import hashlib
import os
import time
from pathlib import Path

from kitte import status
from kitte.aws import Aws, Metadata
from kitte.shell import LIB, Json, NotYet, log, write

PROGRAMS = "/usr/local/lib/kitte/kitte.pyz"
PATIENCE = 180  # seconds: a new role's permissions take a while to spread


def fetch(aws: Aws, programs: Json) -> bytes:
    parent = programs["parent"]
    packed = base64.b64decode("".join(aws.parameter(f"{parent}/{number}") for number in range(programs["count"])))
    if hashlib.sha256(packed).hexdigest() != programs["sha256"]:
        raise NotYet(f"the parameters below {parent} hold other programs than this user-data names")
    return gzip.decompress(packed)


def main(machine: Json) -> int:
    LIB.mkdir(mode=0o755, parents=True, exist_ok=True)
    deadline = time.monotonic() + PATIENCE
    aws: Aws | None = None
    while True:
        try:
            aws = aws or Aws(Metadata())
            write(Path(PROGRAMS), fetch(aws, machine["programs"]), 0o644)
            break
        except NotYet as error:
            log(f"will try again: {error}")
            if time.monotonic() > deadline:
                if aws:
                    digest = hashlib.sha256(aws.metadata.get("user-data").encode()).hexdigest()
                    status.tell(machine, aws, {"state": "failed", "reason": str(error), "userData": digest})
                return 1
            time.sleep(2)
    os.execv("/usr/bin/python3", ["python3", PROGRAMS, "setup"])  # noqa: S606
