"""The milter protocol, version 6, as Postfix speaks it: frames of a length, a command and its data. Pure.

The protocol has no standard: it is what sendmail's libmilter and Postfix's milter8.c agree on.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

VERSION = 6
LONGEST = 1 << 20  # Postfix sends chunks of 64 KiB
CHUNK = 65535

# What this milter may do to a message: add fields, replace the body, change fields
ACTIONS = 0x01 | 0x02 | 0x10
# No HELO, no unknown commands; no reply is waited for at connect, at each field, and at each piece of body;
# a field's value comes and goes as it is written, with its leading space
STEPS = 0x02 | 0x100 | 0x1000 | 0x80 | 0x80000 | 0x100000

# One that only counts: it may change nothing, and is waited for at the message's end alone
NOTHING = 0
END_ALONE = 0x02 | 0x10 | 0x20 | 0x40 | 0x100 | 0x200 | 0x1000 | 0x4000 | 0x8000

CONTINUE = b"c"


class Malformed(Exception):
    pass


class Refusal(NamedTuple):
    """`reply` is an SMTP code and an enhanced status code (RFC 3463), `words` what the client reads."""

    reply: str
    words: str
    field: str = ""
    address: str = ""


def frame(command: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data) + 1) + command + data


def frames(buffer: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Takes whole frames off the buffer."""
    while len(buffer) >= 4:
        (size,) = struct.unpack_from(">I", buffer)
        if not 1 <= size <= LONGEST:
            raise Malformed(f"a frame of {size} octets")
        if len(buffer) < 4 + size:
            return
        command, data = bytes(buffer[4:5]), bytes(buffer[5 : 4 + size])
        del buffer[: 4 + size]
        yield command, data


def negotiated(data: bytes, may: int = ACTIONS, wanted: int = STEPS) -> bytes:
    """The answer to what the MTA offers: all that is needed, or nothing works."""
    if len(data) < 12:
        raise Malformed("an offer that is too short")
    version, actions, steps = struct.unpack_from(">III", data)
    if version < VERSION or actions & may != may or steps & wanted != wanted:
        raise Malformed(f"version {version}, actions {actions:#x}, steps {steps:#x}: more is needed")
    return frame(b"O", struct.pack(">III", VERSION, may, wanted))


def strings(data: bytes) -> list[bytes]:
    if not data.endswith(b"\0"):
        raise Malformed("a string without an end")
    return data[:-1].split(b"\0")


def field(data: bytes) -> tuple[bytes, bytes]:
    name, *value = strings(data)
    if len(value) != 1 or not name:
        raise Malformed("a field without a name or a value")
    return name, value[0]


def macros(data: bytes) -> tuple[bytes, dict[str, str]]:
    """The command that they belong to, and each by its name without braces."""
    if not data:
        raise Malformed("macros of nothing")
    words = [word.decode("latin-1") for word in strings(data[1:])] if data[1:] else []
    if len(words) % 2:
        raise Malformed("a macro without a value")
    return data[:1], {name.strip("{}"): value for name, value in zip(words[::2], words[1::2], strict=True)}


def reply(refusal: Refusal) -> bytes:
    """A percent sign is doubled (smfi_setreply); a line of SMTP takes 512 octets, so long words take several."""
    code, status = refusal.reply.split(" ")
    words = "".join(char if " " <= char <= "~" else "?" for char in refusal.words)
    lines = wrapped(words)
    texts = [f"{code}{'-' if at < len(lines) - 1 else ' '}{status} {line}" for at, line in enumerate(lines)]
    return frame(b"y", "\r\n".join(texts).replace("%", "%%").encode() + b"\0")


def wrapped(words: str, width: int = 400) -> list[str]:
    lines, rest = [], words
    while len(rest) > width:
        cut = rest.rfind(" ", 1, width)
        cut = cut if cut > 0 else width
        lines.append(rest[:cut])
        rest = rest[cut:].lstrip(" ")
    return [*lines, rest]


def add_field(name: bytes, value: bytes) -> bytes:
    return frame(b"h", name + b"\0" + value + b"\0")


def change_field(name: bytes, occurrence: int, value: bytes) -> bytes:
    """The occurrence counts from 1 among fields of that name; an empty value removes it."""
    return frame(b"m", struct.pack(">I", occurrence) + name + b"\0" + value + b"\0")


def replace_body(text: bytes) -> bytes:
    return frame(b"b", text)
