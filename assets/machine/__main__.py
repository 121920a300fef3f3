"""`setup` once a boot with `install`, `sync` each half minute, `certificate` after a renewal, `challenge` and
`unchallenge` within one, `agent` and `holder` in the background, `volume` for what the others ask of the disk, `port25`
now and again, `updates` in the window, and `watch` all the time."""

import fcntl
import json
import sys

from kitte.base import manifest
from kitte.base.manifest import program
from kitte.base.shell import RUN, Json, load_machine, log
from kitte.settings import naming

LOCKED = ("setup", "sync")  # the others run inside one of these, which holds the lock, or apart from both


def facts() -> Json:
    machine = load_machine()
    machine["names"].update(json.loads(program("names")))
    return naming.known(machine)


def main() -> int:
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    commands = manifest.read()["commands"]
    if name not in commands:
        log(f"usage: kitte {'|'.join(commands)}")
        return 2
    # Its module alone: a boot starts a dozen of them, and they are compiled anew each time
    command = manifest.function(commands[name])
    RUN.mkdir(mode=0o755, parents=True, exist_ok=True)
    if name not in LOCKED:
        return command(facts())
    with open(RUN / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return command(facts())


if __name__ == "__main__":
    sys.exit(main())
