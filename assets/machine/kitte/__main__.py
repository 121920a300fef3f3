"""`setup` once a boot with `install`, `sync` each half minute, `certificate` after a renewal, `agent` and `holder` in
the background, `volume` for what the others ask of the disk, `port25` now and again, `updates` in the window."""

import fcntl
import json
import sys

from kitte import agent, certificate, disk, holder, install, port25, setup, sync, updates
from kitte.render import program
from kitte.shell import RUN, Json, load_machine, log

COMMANDS = {
    "setup": setup.main,
    "sync": sync.main,
    "install": install.main,
    "volume": disk.main,
    "certificate": certificate.deployed,
    "agent": agent.main,
    "holder": holder.main,
    "port25": port25.main,
    "updates": updates.main,
}
# These run inside a setup or a sync that holds the lock, or apart from both
UNLOCKED = (certificate.deployed, install.main, disk.main, agent.main, holder.main, port25.main, updates.main)


def facts() -> Json:
    machine = load_machine()
    machine["names"].update(json.loads(program("names")))
    return machine


def main() -> int:
    command = COMMANDS.get(sys.argv[1]) if len(sys.argv) == 2 else None
    if command is None:
        log(f"usage: kitte {'|'.join(COMMANDS)}")
        return 2
    RUN.mkdir(mode=0o755, parents=True, exist_ok=True)
    if command in UNLOCKED:
        return command(facts())
    with open(RUN / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return command(facts())


if __name__ == "__main__":
    sys.exit(main())
