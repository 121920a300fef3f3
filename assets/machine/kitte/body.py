"""The body of a message that is handed in: looked at as it comes, and mended where a server must not pass it on."""

import codecs
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from kitte import recoding
from kitte.folding import LONGEST, refold, too_long
from kitte.header import Header, refuse, text
from kitte.parts import IDENTITY, PIECE, Scan, Stretch, content_of

KEPT = 128 << 10  # in memory; more goes to the disk
FOLDER = "/var/tmp"  # noqa: S108 (the unit has one of its own)
LONG = re.compile(rb"[^\n]{%d}" % (LONGEST + 2))  # with its CR
RECODERS = {
    "quoted-printable": recoding.quoted_printable,
    "base64": recoding.base64,
    "mended quoted-printable": recoding.mended_quoted_printable,
    "mended base64": recoding.mended_base64,
}


class Body:
    def __init__(self) -> None:
        self.file = tempfile.SpooledTemporaryFile(max_size=KEPT, dir=FOLDER)  # noqa: SIM115
        self.tail = b""
        self.flawed = False
        self.lost: OSError | None = None

    def append(self, chunk: bytes) -> None:
        """Cheap, as it is done to every octet that is sent."""
        if not self.flawed:
            seen = self.tail + chunk
            bare = seen.count(b"\r") != seen.count(b"\r\n") + seen.endswith(b"\r")
            self.flawed = bare or not chunk.isascii() or LONG.search(seen) is not None
            self.tail = seen[seen.rfind(b"\n") + 1 :]
        if self.lost is None:
            try:
                self.file.write(chunk)
            except OSError as error:  # no room: a matter for those messages alone that must be written anew
                self.lost = error

    def mended(self, header: Header, *, strict: bool) -> Iterator[bytes] | None:
        """The body anew, with what that changes in the header; nothing where it may stay. What can be neither is
        refused, unless it is the machine's own notice, which would be lost."""
        if not self.flawed:
            return None
        if self.lost is not None:
            raise self.lost
        file = cast(BinaryIO, self.file)
        file.seek(0)
        top = content_of(header.first(b"content-type"), header.first(b"content-transfer-encoding"))
        stretches = Scan(top).run(file)
        plans = [plan(stretch, strict=strict) for stretch in stretches]
        if not any(plans) and not any(changed_head(stretch) for stretch in stretches if stretch.kind == "head"):
            return None
        label(header, file, stretches, plans)
        return self.written(stretches, plans)

    def written(self, stretches: list[Stretch], plans: list[str]) -> Iterator[bytes]:
        file = cast(BinaryIO, self.file)
        encodings = {id(one.head): how for one, how in zip(stretches, plans, strict=True) if how and one.head}
        for stretch, how in zip(stretches, plans, strict=True):
            if stretch.kind == "head" and (changed_head(stretch) or id(stretch) in encodings):
                yield from new_head(stretch, encodings.get(id(stretch), ""))
            elif how:
                yield from trimmed(RECODERS[how](pieces(file, stretch)), keep=stretch.head is None)
            else:
                yield from pieces(file, stretch)

    def close(self) -> None:
        self.file.close()


def plan(stretch: Stretch, *, strict: bool) -> str:
    """How a leaf is encoded anew, or nothing."""
    number, length = stretch.long
    if stretch.kind == "head" or not (stretch.eight or stretch.bare or number):
        if stretch.kind == "head" and strict and stretch.frozen and number:
            raise refused(number, length, "it is in a part that is signed or malformed")
        return ""
    encoding, kind = stretch.content.encoding, stretch.content.type
    why = ""
    if stretch.kind == "between":
        why = "it belongs to no part"
    elif stretch.frozen:
        why = "it is in a part that is signed, whose signature would be lost, or malformed"
    elif encoding == b"quoted-printable":
        return "mended quoted-printable"
    elif encoding == b"base64":
        return "mended base64" if number else ""
    elif encoding not in IDENTITY:
        why = f"its part has the encoding {text(encoding)}"
    elif kind.startswith((b"multipart/", b"message/")):
        why = f"its part is {text(kind)}, which must not be encoded, or has no boundary"
    else:
        return recoding.shorter(stretch.end - stretch.start, stretch.specials)
    if number and strict:
        raise refused(number, length, why)
    return ""


def refused(number: int, length: int, why: str) -> Exception:
    words = (
        f"Line {number} of the body has {length} octets; {LONGEST} are the most (RFC 5322 section 2.1.1), and it "
        f"cannot be encoded anew: {why}. Send it as quoted-printable or base64"
    )
    return refuse("554 5.6.3", words)


def pieces(file: BinaryIO, stretch: Stretch) -> Iterator[bytes]:
    file.seek(stretch.start)
    left = stretch.end - stretch.start
    while left > 0 and (piece := file.readline(min(PIECE, left))):
        left -= len(piece)
        yield piece


def trimmed(encoded: Iterable[bytes], *, keep: bool) -> Iterator[bytes]:
    """Without its last line end, which belongs to the delimiter that follows; the whole body keeps it."""
    last = b""
    for piece in encoded:
        if piece:
            yield last
            last = piece
    yield last if keep else last.removesuffix(b"\r\n")


def changed_head(head: Stretch) -> bool:
    return not head.frozen and head.long[0] > 0


def new_head(head: Stretch, how: str) -> Iterator[bytes]:
    encoding = b"Content-Transfer-Encoding"
    for field in head.fields:
        name, _, value = field.partition(b":")
        if how and not how.startswith("mended") and name.strip().lower() == encoding.lower():
            continue
        unfolded = value.removesuffix(b"\r\n").replace(b"\r\n", b"\n")
        if too_long(name, unfolded):
            folded = refold(name, unfolded)
            if folded is None:
                words = f"The field {text(name)} of a part has a line over {LONGEST} octets and no blank to fold it at"
                raise refuse("554 5.6.0", words, text(name))
            field = name + b":" + folded.replace(b"\n", b"\r\n") + b"\r\n"
        yield field
    if how and not how.startswith("mended"):
        yield encoding + b": " + how.encode() + b"\r\n"
    yield b"\r\n"


def label(header: Header, file: BinaryIO, stretches: list[Stretch], plans: list[str]) -> None:
    """A message that is one part says its encoding in its own header, and then all of what MIME asks for."""
    if header.first(b"mime-version") is None:
        header.put(b"MIME-Version", b" 1.0")
    how = plans[0]
    if not how or stretches[0].kind != "leaf" or how.startswith("mended"):
        return
    header.put(b"Content-Transfer-Encoding", b" " + how.encode())
    if header.first(b"content-type") is None:
        header.put(b"Content-Type", b" text/plain; charset=" + charset(file, stretches[0]))


def charset(file: BinaryIO, stretch: Stretch) -> bytes:
    if not stretch.eight:
        return b"us-ascii"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces(file, stretch):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return b"unknown-8bit"  # RFC 1428: what it is was never said
    return b"utf-8"


