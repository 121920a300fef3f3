"""The resolver that the machine asks: the validating one on the machine itself, for its programs and for Postfix."""

from pathlib import Path

from kitte.base.command import run, succeeds
from kitte.base.shell import log, write

FILE = Path("/etc/resolv.conf")
POSTFIX = Path("/var/spool/postfix/etc/resolv.conf")
TEXT = "# Kitte: the validating resolver on this machine\nnameserver 127.0.0.1\noptions edns0 trust-ad\n"
RESOLVED = Path("/etc/systemd/resolved.conf.d/kitte.conf")
ALONE = """\
# Kitte: the neighbours have nothing to ask or to say here, and all names are unbound's
[Resolve]
LLMNR=no
MulticastDNS=no
DNSStubListener=no
"""


def validate(etc: Path) -> None:
    run("unbound-checkconf", str(etc / "unbound/unbound.conf.d/kitte.conf"))


def alone() -> None:
    """systemd-resolved, which Debian's cloud image has, speaks LLMNR (RFC 4795) with the whole network."""
    if RESOLVED.exists() and RESOLVED.read_text() == ALONE:
        return
    write(RESOLVED, ALONE)
    succeeds("systemctl", "try-restart", "systemd-resolved.service")  # another image may have none


def keep() -> None:
    """DHCP clients and network managers like to write this file, so it is looked at again and again."""
    if not FILE.is_symlink() and FILE.exists() and FILE.read_text() == TEXT:
        return
    write(FILE, TEXT)
    write(POSTFIX, TEXT)
    log("resolv.conf now names the local validating resolver")
