"""`setup` once a boot with `install`, `sync` each half minute, `certificate` after a renewal, `agent` behind."""

import fcntl
import sys

from kitte import agent, certificate, install, setup, sync
from kitte.shell import RUN, load_machine, log

COMMANDS = {
    "setup": setup.main,
    "sync": sync.main,
    "install": install.main,
    "certificate": certificate.deployed,
    "agent": agent.main,
}


def main() -> int:
    command = COMMANDS.get(sys.argv[1]) if len(sys.argv) == 2 else None
    if command is None:
        log(f"usage: kitte {'|'.join(COMMANDS)}")
        return 2
    RUN.mkdir(mode=0o755, parents=True, exist_ok=True)
    # These run inside a setup or a sync that holds the lock, or apart from both
    if command in (certificate.deployed, install.main, agent.main):
        return command(load_machine())
    with open(RUN / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return command(load_machine())


if __name__ == "__main__":
    sys.exit(main())
