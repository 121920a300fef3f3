"""Content transfer encodings (RFC 2045 section 6): from pieces of lines to lines of at most 76 octets."""

import binascii
import re
from collections.abc import Iterable, Iterator

WIDTH = 76
ESCAPE = re.compile(rb"=[0-9A-Fa-f]{2}|.", re.DOTALL)
UNSAFE = re.compile(rb"[\r\x80-\xff]")
BEYOND = bytes(range(0x80, 0x100))


def shorter(size: int, specials: int) -> str:
    """What reads well where it is no longer than the other: base64 for Japanese, quoted-printable for French."""
    quoted = size + 2 * specials
    quoted += quoted // 73 * 3
    return "quoted-printable" if quoted <= (size + 2) // 3 * 4 * 78 // 76 else "base64"


def ended(piece: bytes) -> tuple[bytes, bytes]:
    """A piece of a line without its line end, and that."""
    if piece.endswith(b"\r\n"):
        return piece[:-2], b"\r\n"
    return (piece[:-1], b"\r\n") if piece.endswith(b"\n") else (piece, b"")


def quoted_printable(pieces: Iterable[bytes]) -> Iterator[bytes]:
    inside = False  # of a line whose end is yet to come
    for piece in pieces:
        text, end = ended(piece)
        encoded = binascii.b2a_qp(text, istext=False).replace(b"=\n", b"=\r\n")
        yield (b"=\r\n" if inside and encoded else b"") + encoded + end
        inside = not end


def mended_quoted_printable(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Its long lines get soft breaks, and what it must not hold is encoded."""
    held, used = b"", 0
    for piece in pieces:
        text, end = ended(held + piece)
        cut = len(text) if end else text.find(b"=", max(0, len(text) - 2))  # it may be the beginning of an escape
        text, held = (text[:cut], text[cut:]) if cut >= 0 else (text, b"")
        text = UNSAFE.sub(lambda found: b"=%02X" % found[0][0], text)
        if end and used + len(text) <= WIDTH:
            yield text + end
            used = 0
            continue
        out = []
        for unit in ESCAPE.findall(text):
            if used + len(unit) > WIDTH - 1 and unit != b"=":
                out.append(b"=\r\n")
                used = 0
            out.append(unit)
            used += len(unit)
        yield b"".join(out) + end
        used = 0 if end else used
    if held:
        yield held


def blanked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What stands before the first part and behind the last, which readers pass over (RFC 2046 section 5.1.1)."""
    for piece in pieces:
        text, end = ended(piece)
        yield re.sub(rb"[\x80-\xff]+", b"?", text).replace(b"\r", b" ") + end


def base64(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        held += piece
        whole = len(held) // 57 * 57
        yield b"".join(binascii.b2a_base64(held[at : at + 57], newline=False) + b"\r\n" for at in range(0, whole, 57))
        held = held[whole:]
    if held:
        yield binascii.b2a_base64(held, newline=False) + b"\r\n"


def mended_base64(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same characters on shorter lines; others mean nothing there (RFC 2045 section 6.8)."""
    held = b""
    for piece in pieces:
        held += b"".join(piece.translate(None, BEYOND).split())
        whole = len(held) // WIDTH * WIDTH
        yield b"".join(held[at : at + WIDTH] + b"\r\n" for at in range(0, whole, WIDTH))
        held = held[whole:]
    if held:
        yield held + b"\r\n"
