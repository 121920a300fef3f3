"""The journal: it outlives a boot, and takes a share of the disk that follows the disk. journald knows no shares."""

import os
from pathlib import Path

from kitte.base.command import run
from kitte.base.shell import write

CONF = Path("/etc/systemd/journald.conf.d/kitte.conf")
SHARE = 20  # percent of the root disk that it may take: `kitte logs` looks back as far
FREE = 10  # percent that it leaves free, whoever fills the rest
MIB = 1 << 20


def keep() -> None:
    text = conf(size("/"))
    if CONF.exists() and CONF.read_text() == text:
        return
    write(CONF, text)
    run("systemctl", "restart", "systemd-journald")  # its sockets stay open meanwhile


def size(path: str) -> int:
    facts = os.statvfs(path)
    return facts.f_blocks * facts.f_frsize


def conf(disk: int) -> str:
    """journald.conf(5). Whole MiB, so that a file system made a little otherwise changes nothing. What a service may
    say in a while stays limited, but for those of mail, whose units lift it: a burst of theirs is mail, not noise."""
    most, free = (disk // 100 * percent // MIB for percent in (SHARE, FREE))
    return (
        f"# Kitte: at most {SHARE}% of a disk of {disk // MIB} MiB, and none of its last {FREE}%\n"
        f"[Journal]\nStorage=persistent\nSystemMaxUse={most}M\nSystemKeepFree={free}M\n"
    )
