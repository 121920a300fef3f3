"""The body of a message that is handed in: looked at as it comes, and mended where a server must not pass it on."""

import codecs
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from kitte.clerk import recoding
from kitte.clerk.folding import LONGEST, refold, too_long
from kitte.clerk.header import LINE_END, Header, brief, refuse, text
from kitte.clerk.parts import IDENTITY, PIECE, Scan, Stretch, content_of, value_of
from kitte.clerk.sevenbit import Unsayable, seven, stated

KEPT = 128 << 10  # in memory; more goes to the disk
FOLDER = "/var/tmp"  # noqa: S108 (the unit has one of its own)
LONG = re.compile(rb"[^\n]{%d}" % (LONGEST + 2))  # with its CR
RECODERS = {
    "quoted-printable": recoding.quoted_printable,
    "base64": recoding.base64,
    "mended quoted-printable": recoding.mended_quoted_printable,
    "mended base64": recoding.mended_base64,
    "blanked": recoding.blanked,
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
        return self.written(stretches, plans, stated(header.first(b"content-type")), strict=strict)

    def written(self, stretches: list[Stretch], plans: list[str], charset: str, *, strict: bool) -> Iterator[bytes]:
        file = cast(BinaryIO, self.file)
        encodings = {id(one.head): how for one, how in zip(stretches, plans, strict=True) if how and one.head}
        for stretch, how in zip(stretches, plans, strict=True):
            if stretch.kind == "head" and (changed_head(stretch) or id(stretch) in encodings):
                yield from new_head(stretch, encodings.get(id(stretch), ""), charset, strict=strict)
            elif how:
                yield from trimmed(RECODERS[how](pieces(file, stretch)), keep=stretch.head is None)
            else:
                yield from pieces(file, stretch)

    def close(self) -> None:
        self.file.close()


def plan(stretch: Stretch, *, strict: bool) -> str:
    """How a leaf is encoded anew, or nothing."""
    number, _ = stretch.long
    if not (number or stretch.eight or stretch.bare) or (stretch.kind == "head" and not stretch.frozen):
        return ""
    encoding, kind = stretch.content.encoding, stretch.content.type
    if stretch.frozen:
        why = "it is in a part that is signed, whose signature would be lost, or malformed"
    elif stretch.kind == "between":
        if not number:
            return "blanked"
        why = "it belongs to no part"
    elif encoding == b"quoted-printable":
        return "mended quoted-printable"
    elif encoding == b"base64":
        return "mended base64"
    elif encoding not in IDENTITY:
        why = f"its part has the encoding {brief(encoding)}"
    elif kind.startswith((b"multipart/", b"message/")) and not kind.startswith(b"message/global"):
        why = f"its part is {brief(kind)}, which must not be encoded, or has no boundary"
    else:
        return recoding.shorter(stretch.end - stretch.start, stretch.specials)
    if strict:
        raise refused(stretch, why)
    return ""


def refused(stretch: Stretch, why: str) -> Exception:
    number, length = stretch.long
    if number:
        flaw = f"has {length} octets; {LONGEST} are the most (RFC 5322 section 2.1.1)"
    elif stretch.eight:
        number, flaw = stretch.eight, "holds octets beyond ASCII, which not every server takes (RFC 6152)"
    else:
        number, flaw = stretch.bare, "holds a CR without an LF (RFC 5322 section 2.3)"
    early = ", and a part that is signed before it is signed" if stretch.frozen else ""
    words = (
        f"Line {number} of the body {flaw}, and it cannot be encoded anew: {why}. "
        f"Send it as quoted-printable or base64{early}"
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
    return not head.frozen and bool(head.long[0] or head.eight or head.bare)


def new_head(head: Stretch, how: str, charset: str, *, strict: bool) -> Iterator[bytes]:
    encoding = b"Content-Transfer-Encoding"
    charset = stated(value_of(head.fields, b"content-type")) or charset
    for field in head.fields:
        name, _, value = field.partition(b":")
        if how and not how.startswith("mended") and name.strip().lower() == encoding.lower():
            continue
        value = value.removesuffix(b"\r\n").replace(b"\r\n", b"\n")
        unfolded = LINE_END.sub(b"", value)
        try:
            said = mended_field(name, unfolded, charset, unknown=head.attached)
        except Unsayable as error:
            if strict:
                raise refuse("554 5.6.0", f"The field {brief(name)} of a part: {error}", text(name)) from error
            said = unfolded
        yield field if said == value else name + b":" + said.replace(b"\n", b"\r\n") + b"\r\n"
    if how and not how.startswith("mended"):
        yield encoding + b": " + how.encode() + b"\r\n"
    yield b"\r\n"


def mended_field(name: bytes, value: bytes, charset: str, *, unknown: bool) -> bytes:
    if b"\r" in value:
        raise Unsayable("it holds a CR without an LF")
    said = value if value.isascii() else seven(name, value, charset, unknown=unknown)
    if not too_long(name, said):
        return said
    folded = refold(name, said)
    if folded is None:
        raise Unsayable(f"it has a line over {LONGEST} octets and no blank to fold it at")
    return folded


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


