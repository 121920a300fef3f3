"""Questions to name servers, by RFC 1035: what the world is told now, and not what our own resolver remembers."""

import os
import socket
import struct
from dataclasses import dataclass

A, NS, SOA, TXT, OPT = 1, 2, 6, 16, 41
RESOLVER = "127.0.0.1"
RECURSE = 0x0100
TRUNCATED = 0x0200
LARGEST = 4096  # octets of an answer by UDP; a TXT record of a long key has some hundred
PATIENCE = 5  # seconds


@dataclass(frozen=True)
class Answer:
    """`values` of the type that was asked for: an address, a name, or the text of a TXT record."""

    code: int
    values: tuple[str, ...]


def ask(name: str, kind: int, server: str = RESOLVER) -> Answer | None:
    """Nothing when the server does not answer, or with what is no answer."""
    number = int.from_bytes(os.urandom(2), "big")
    flags = RECURSE if server == RESOLVER else 0
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.rstrip(".").split(".") if label)
    size = struct.pack("!BHHIH", 0, OPT, LARGEST, 0, 0)
    query = struct.pack("!6H", number, flags, 1, 0, 0, 1) + labels + b"\0" + struct.pack("!2H", kind, 1) + size
    try:
        message = by_udp(server, query)
        if struct.unpack_from("!H", message, 2)[0] & TRUNCATED:
            message = by_tcp(server, query)
        return read(message, kind) if message[:2] == query[:2] else None
    except (OSError, ValueError, IndexError, struct.error):
        return None


def by_udp(server: str, query: bytes) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(PATIENCE)
        peer.connect((server, 53))
        peer.send(query)
        return peer.recv(LARGEST)


def by_tcp(server: str, query: bytes) -> bytes:
    with socket.create_connection((server, 53), PATIENCE) as peer, peer.makefile("rb") as lines:
        peer.sendall(struct.pack("!H", len(query)) + query)
        (length,) = struct.unpack("!H", lines.read(2))
        return lines.read(length)


def read(message: bytes, kind: int) -> Answer:
    _, flags, questions, answers, _, _ = struct.unpack_from("!6H", message)
    at = 12
    for _ in range(questions):
        at = name_at(message, at)[1] + 4
    values = []
    for _ in range(answers):
        _, at = name_at(message, at)
        found, _, _, length = struct.unpack_from("!2HIH", message, at)
        at += 10
        if found == kind:
            values.append(value_at(message, at, length, kind))
        at += length
    return Answer(flags & 0xF, tuple(values))


def value_at(message: bytes, at: int, length: int, kind: int) -> str:
    if kind == A:
        return socket.inet_ntoa(message[at : at + length])
    if kind in (NS, SOA):
        return name_at(message, at)[0]
    end, text = at + length, b""
    while at < end:
        text += message[at + 1 : at + 1 + message[at]]
        at += 1 + message[at]
    return text.decode(errors="replace")


def name_at(message: bytes, at: int) -> tuple[str, int]:
    """The name, and where what follows it begins. It may go on at an earlier place (section 4.1.4)."""
    labels, behind = [], 0
    for _ in range(128):
        length = message[at]
        if length >= 0xC0:
            behind = behind or at + 2
            at = struct.unpack_from("!H", message, at)[0] & 0x3FFF
        elif length:
            labels.append(message[at + 1 : at + 1 + length].decode(errors="replace"))
            at += 1 + length
        else:
            return ".".join(labels), behind or at + 1
    raise ValueError("a name without an end")


def servers(name: str) -> tuple[str, ...]:
    """The addresses of the servers that speak for it: those of the nearest zone above."""
    labels = name.split(".")
    for index in range(len(labels) - 1):
        found = ask(".".join(labels[index:]), NS)
        if found and found.values:
            return tuple(a.values[0] for host in found.values if (a := ask(host, A)) and a.values)
    return ()


def texts(name: str) -> list[tuple[str, ...]]:
    """Its TXT records as each of its servers has them that answers."""
    answers = [ask(name, TXT, server) for server in servers(name)]
    return [answer.values for answer in answers if answer is not None]
