"""Whether OpenDKIM signs as its tables say. A reload stops no message, where a restart puts off those that it has, but
it cannot fail: one that went wrong goes on with the tables of before. So it is asked, as Postfix does, about a message.
"""

import re
import socket
import struct
from collections.abc import Iterator

from kitte.base import milter
from kitte.watch.probes import OFFER, SPOOL

SOCKET = f"{SPOOL}/opendkim/opendkim.sock"
PATIENCE = 5.0  # seconds
NAMED = re.compile(rb"\b([ds])=([^;\s]+);")
LAST = b"acrty"  # what ends a message: accept, continue, reject, tempfail, a reply in words
# What Postfix tells, with the flags by which a milter says that it does not want it, or does not answer it
CONNECTED = (b"C", b"localhost\0" + b"4" + struct.pack("!H", 25) + b"127.0.0.1\0", 0x01, 0x1000)
AFTER = ((b"N", b"", 0x40, 0x40000), (b"B", b"Signed?\r\n", 0x10, 0x80000))


def signs(address: str, domain: str, selector: str) -> bool:
    """Whether a message from there gets this domain's signature, and no other's."""
    try:
        found = [dict(NAMED.findall(data)) for data in signatures(address)]
    except (OSError, milter.Malformed, struct.error):
        return False
    return found == [{b"d": domain.encode(), b"s": selector.encode()}]


def signatures(address: str) -> list[bytes]:
    with socket.socket(socket.AF_UNIX) as talk:
        talk.settimeout(PATIENCE)
        talk.connect(SOCKET)
        answers = heard(talk)
        talk.sendall(OFFER)
        steps = struct.unpack_from(">III", next(answers)[1])[2]
        sender = address.encode()
        fields = ((b"From", sender), (b"Subject", b"Signed?"), (b"Date", b"Thu, 1 Jan 1970 00:00:00 +0000"))
        for command, data, unwanted, unanswered in (
            CONNECTED,
            (b"M", b"<" + sender + b">\0", 0x04, 0x4000),
            (b"R", b"<" + sender + b">\0", 0x08, 0x8000),
            *((b"L", name + b"\0 " + value + b"\0", 0x20, 0x80) for name, value in fields),
            *AFTER,
        ):
            if not steps & unwanted:
                talk.sendall(milter.frame(command, data))
                if not steps & unanswered:
                    next(answers)
        talk.sendall(milter.frame(b"E"))
        found = []
        for command, data in answers:
            if command in b"hi" and b"DKIM-Signature\0" in data:
                found.append(data)
            elif command in LAST:
                break
        talk.sendall(milter.frame(b"Q"))
        return found


def heard(talk: socket.socket) -> Iterator[tuple[bytes, bytes]]:
    buffer = bytearray()
    while piece := talk.recv(1 << 16):
        buffer += piece
        yield from milter.frames(buffer)
    raise OSError("OpenDKIM hung up")
