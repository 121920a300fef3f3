"""The parts of a MIME message (RFC 2046) as stretches of its body, found in one pass over its lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import BinaryIO

from kitte.clerk.folding import LONGEST

PIECE = 64 << 10  # a line is read in pieces of so much at most
LONGEST_HEAD = 64 << 10
IDENTITY = (b"", b"7bit", b"8bit", b"binary")
# What quoted-printable leaves as it is
SAFE = bytes(code for code in range(0x20, 0x7F) if code != 0x3D) + b"\t"
FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")


@dataclass
class Content:
    """What a header says of what follows it."""

    type: bytes = b"text/plain"
    boundary: bytes = b""
    encoding: bytes = b""


@dataclass
class Stretch:
    """Lines of the body from `start` up to `end`, where the next begins."""

    kind: str  # head, leaf or between
    start: int
    line: int  # its first, counted from 1
    frozen: bool = False  # inside of multipart/signed, or malformed
    attached: bool = False  # the header of a message that is attached
    end: int = 0
    content: Content = field(default_factory=Content)
    head: "Stretch | None" = None  # of a leaf in a part
    fields: list[bytes] = field(default_factory=list)  # of a head, as written, with their line ends
    specials: int = 0
    eight: int = 0  # its first line with an octet beyond ASCII
    bare: int = 0  # its first line with a CR without its LF
    long: tuple[int, int] = (0, 0)  # the first line over 998 octets, and how many it has


def content_of(kind: bytes | None, encoding: bytes | None, fallback: bytes = b"text/plain") -> Content:
    plain = re.sub(rb"\([^()]*\)", b"", encoding or b"").strip().lower()
    if kind is None:
        return Content(fallback, encoding=plain)
    message = Message()
    message["Content-Type"] = " ".join(kind.decode("latin-1").split())
    boundary = str(message.get_boundary("") or "").encode("latin-1", "replace")
    return Content(message.get_content_type().encode("latin-1", "replace"), boundary, plain)


def value_of(fields: list[bytes], name: bytes) -> bytes | None:
    for one in fields:
        written, _, value = one.partition(b":")
        if written.strip().lower() == name:
            return value.strip()
    return None


def lines(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.readline(PIECE):
        yield piece


class Scan:
    def __init__(self, top: Content) -> None:
        self.found: list[Stretch] = []
        self.open: list[tuple[bytes, bool, bytes]] = []  # boundary, frozen, what its parts are by default
        self.offset, self.number = 0, 1
        self.length = 0  # of the line that is not over
        self.awaited: bytes | None = None  # what the part is by default that begins behind this delimiter
        self.enter(top, None)

    @property
    def now(self) -> Stretch:
        return self.found[-1]

    def frozen(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def begin(self, kind: str, content: Content | None = None, head: Stretch | None = None) -> None:
        if self.found:
            self.now.end = self.offset
        stretch = Stretch(kind, self.offset, self.number, self.frozen(), head=head)
        stretch.content = content or Content()
        self.found.append(stretch)

    def enter(self, content: Content, head: Stretch | None) -> None:
        """What follows a header."""
        if content.type.startswith(b"multipart/") and content.boundary:
            signed = content.type == b"multipart/signed"
            default = b"message/rfc822" if content.type == b"multipart/digest" else b"text/plain"
            self.open.append((content.boundary, self.frozen() or signed, default))
            self.begin("between")
        elif content.type == b"message/rfc822" and content.encoding in IDENTITY:
            self.begin("head")
            self.now.attached = True
        else:
            self.begin("leaf", content, head)

    def run(self, file: BinaryIO) -> list[Stretch]:
        for piece in lines(file):
            if self.length == 0:
                self.line_starts(piece)
            self.count(piece)
            self.offset += len(piece)
            if piece.endswith(b"\n"):
                self.number += 1
                self.length = 0
                if self.now.kind == "head":
                    self.head_line(piece)
                elif self.awaited is not None:
                    self.begin("head", Content(self.awaited))
                    self.awaited = None
        self.now.end = self.offset
        return self.found

    def line_starts(self, piece: bytes) -> None:
        if piece.startswith(b"--") and self.open:
            text = piece.rstrip(b" \t\r\n")
            for depth in range(len(self.open) - 1, -1, -1):
                delimiter = b"--" + self.open[depth][0]
                if text in (delimiter, delimiter + b"--"):
                    self.delimited(depth, closes=text != delimiter)
                    return
        if self.now.kind == "head" and not self.continues(piece):
            head = self.now
            head.frozen = True  # no blank line ends it: readers differ on where the part begins
            self.after(head)
            self.now.frozen = True

    def continues(self, piece: bytes) -> bool:
        blank = not piece.strip(b"\r\n")
        folded = piece[:1] in (b" ", b"\t") and bool(self.now.fields)
        room = self.offset - self.now.start < LONGEST_HEAD
        return blank or (room and (folded or FIELD.match(piece) is not None))

    def delimited(self, depth: int, *, closes: bool) -> None:
        last = self.now
        default = self.open[depth][2]
        del self.open[depth + (0 if closes else 1) :]
        self.begin("between")
        if last.kind == "leaf":  # the line end before a delimiter is the delimiter's
            last.end = self.now.start = max(last.start, self.offset - 2)
        self.awaited = None if closes else default

    def head_line(self, piece: bytes) -> None:
        head = self.now
        if not piece.strip(b"\r\n"):
            self.after(head)
        elif piece[:1] in (b" ", b"\t") and head.fields:
            head.fields[-1] += piece
        else:
            head.fields.append(piece)

    def after(self, head: Stretch) -> None:
        kind, encoding = (value_of(head.fields, name) for name in (b"content-type", b"content-transfer-encoding"))
        self.enter(content_of(kind, encoding, head.content.type), head)

    def count(self, piece: bytes) -> None:
        now = self.now
        body = piece[: -2 if piece.endswith(b"\r\n") else -1] if piece.endswith(b"\n") else piece
        self.length += len(body)
        if self.length > LONGEST and now.long[0] in (0, self.number):
            now.long = (self.number, self.length)
        if now.kind == "leaf":
            now.specials += len(body.translate(None, SAFE))
        if not piece.isascii():
            now.eight = now.eight or self.number
        if b"\r" in body:
            now.bare = now.bare or self.number
