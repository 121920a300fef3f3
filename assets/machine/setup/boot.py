"""Runs from the user-data at every boot: fetches the machine's programs, then hands over to them.

The programs do not fit beside the configuration into EC2's 16 KiB: the user-data names their hash,
parameters hold them.
"""

import hashlib
import os
import time
from pathlib import Path

from kitte.base import status
from kitte.base.aws import Aws, Metadata
from kitte.base.shell import LIB, Json, NotYet, load, load_machine, log, save, write

PROGRAMS = Path("/usr/local/lib/kitte/kitte.pyz")
FETCHED = LIB / "programs.json"  # which programs lie there
PATIENCE = 180  # seconds: a new role's permissions take a while to spread


def there(wanted: str) -> bool:
    """Whether an earlier boot fetched these: then this one goes on without AWS."""
    known = load(FETCHED)
    return known.get("packed") == wanted and PROGRAMS.exists() and known.get("file") == digest(PROGRAMS.read_bytes())


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main(machine: Json) -> int:
    LIB.mkdir(mode=0o755, parents=True, exist_ok=True)
    deadline = time.monotonic() + PATIENCE
    aws: Aws | None = None
    while not there(machine["programs"]["sha256"]):
        try:
            aws = aws or Aws(Metadata())
            found = aws.chunked(machine["programs"])
            write(PROGRAMS, found, 0o644)
            save(FETCHED, {"packed": machine["programs"]["sha256"], "file": digest(found)})
        except NotYet as error:
            log(f"will try again: {error}")
            if time.monotonic() > deadline:
                if aws:
                    boot = digest(aws.metadata.get("user-data").encode())
                    status.tell(machine, aws, {"state": "failed", "reason": str(error), "userData": boot})
                return 1
            time.sleep(2)
    os.execv("/usr/bin/python3", ["python3", str(PROGRAMS), "setup"])  # noqa: S606


if __name__ == "__main__":
    raise SystemExit(main(load_machine()))
