"""A file for swap, which systemd takes into use at every boot. Best effort: a container has none to give."""

from kitte.base.command import run
from kitte.base.shell import LIB, Broken, log

FILE = LIB / "swapfile"
UNIT = "var-lib-kitte-swapfile.swap"


def ensure(size: int) -> None:
    """`size` in MiB. An image that brings swap of its own keeps to that."""
    if size == 0:
        return
    try:
        if run("systemctl", "list-units", "--type=swap", "--plain", "--no-legend").strip():
            return
        if not FILE.exists():
            run("fallocate", "-l", f"{size}M", str(FILE))
            FILE.chmod(0o600)
            run("mkswap", str(FILE))
        run("systemctl", "start", UNIT)
        run("systemctl", "enable", UNIT)
    except (Broken, OSError) as error:
        log(f"no swap: {error}")
        FILE.unlink(missing_ok=True)
