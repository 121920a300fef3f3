"""Whether a daemon that runs also answers. A dead one is systemd's matter; one that hangs shows by silence alone."""

import socket
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from kitte.base import manifest, milter

PATIENCE = 3.0  # seconds
SPOOL = "/var/spool/postfix"
OFFER = milter.frame(b"O", struct.pack(">III", milter.VERSION, 0x1FF, 0x1FFFFF))
QUESTION = struct.pack("!6H", 0x4B69, 0x0100, 1, 0, 0, 0) + b"\x09localhost\0" + struct.pack("!2H", 1, 1)


class Silent(Exception):
    """It took the connection, or was asked, and said nothing."""


def heard(family: int, place: object, words: bytes = b"", until: bytes = b"") -> bytes:
    """What it says, up to some words of it; any at all will do if none are named."""
    kind = socket.SOCK_DGRAM if isinstance(place, tuple) and place[1] == 53 else socket.SOCK_STREAM
    with socket.socket(family, kind) as talk:
        talk.settimeout(PATIENCE)
        said = b""
        try:
            talk.connect(place)
            talk.sendall(words)
            while piece := talk.recv(4096):
                said += piece
                if until in said:
                    break
        except TimeoutError:
            raise Silent from None
        return said


def local(port: int, words: bytes = b"", until: bytes = b"") -> bytes:
    return heard(socket.AF_INET, ("127.0.0.1", port), words, until)


def spooled(path: str, words: bytes = b"", until: bytes = b"") -> bytes:
    return heard(socket.AF_UNIX, f"{SPOOL}/{path}", words, until)


# By the unit, and by the part of it where there are several. None of them leaves a line in a log.
PROBES: dict[str, Callable[[], object]] = {
    "unbound": lambda: local(53, QUESTION),
    "kitte-guard": lambda: local(manifest.port("limits", "postfix"), b"protocol_state=PROBE\n\n", b"\n\n"),
    "kitte-clerk": lambda: local(manifest.port("clerk", "milter"), OFFER),
    "opendkim": lambda: spooled("opendkim/opendkim.sock", OFFER),
    "dovecot": lambda: spooled("private/auth", b"VERSION\t1\t2\nCPID\t1\n", b"DONE\n"),
    # What cleanup(8) says of a new message; qmgr(8) takes it and hangs up
    "postfix@qmgr": lambda: spooled("public/qmgr", b"I"),
    # Of these there is one each, and every smtpd(8) asks them
    "postfix@anvil": lambda: spooled("private/anvil"),
    "postfix@tlsmgr": lambda: spooled("private/tlsmgr"),
    "postfix@master": lambda: spooled("private/alive"),
}


def silent() -> list[str]:
    """The units that hang; all are asked at once."""
    with ThreadPoolExecutor(len(PROBES)) as pool:
        hangs = pool.map(is_silent, PROBES.values())
    return list(dict.fromkeys(name.partition("@")[0] for name, hang in zip(PROBES, hangs, strict=True) if hang))


def is_silent(probe: Callable[[], object]) -> bool:
    try:
        probe()
    except Silent:
        return True
    except OSError:
        return False  # not there, or on its way
    return False
