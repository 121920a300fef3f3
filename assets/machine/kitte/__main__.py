"""`setup` once a boot, `sync` every half minute, `certificate` after a renewal, `agent` and `holder` in
the background."""

import fcntl
import sys

from kitte import agent, certificate, holder, setup, sync
from kitte.shell import RUN, load_machine, log

COMMANDS = {
    "setup": setup.main,
    "sync": sync.main,
    "certificate": certificate.deployed,
    "agent": agent.main,
    "holder": holder.main,
}
UNLOCKED = (certificate.deployed, agent.main, holder.main)  # the first runs inside a sync that holds the lock


def main() -> int:
    command = COMMANDS.get(sys.argv[1]) if len(sys.argv) == 2 else None
    if command is None:
        log(f"usage: kitte {'|'.join(COMMANDS)}")
        return 2
    RUN.mkdir(mode=0o755, parents=True, exist_ok=True)
    if command in UNLOCKED:
        return command(load_machine())
    with open(RUN / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return command(load_machine())


if __name__ == "__main__":
    sys.exit(main())
