"""Encoded words (RFC 2047): what is beyond ASCII in a field, in seven bits. Decoded, a field says what it said."""

import base64
import re
from collections.abc import Iterator

WIDTH = 76  # of a line that holds an encoded word (section 2)
LONGEST = 75  # of an encoded word
BLANKS = re.compile(r"([ \t\n]+)")
ENCODED = re.compile(r"=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=")
# What an encoded word may hold as it is wherever it stands (section 5, rule 3)
PLAIN = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!*+-/")
UNKNOWN = "unknown-8bit"  # RFC 1428; such text holds its octets as Latin-1


def encoded(text: str, *, used: int = 0, whole: bool = False, charset: str = "utf-8") -> str:
    """`text` with its words beyond ASCII encoded, or with all of them. Its blanks and folds stay where they say
    something: between two encoded words none does (section 6.2), so they go inside. `used` octets stand before it."""
    out = Lines(used)
    held = blank = ""  # what waits to be encoded, and the blank before the word at hand
    joined = False  # whether an encoded word was written last
    for at, piece in enumerate(BLANKS.split(text)):
        if at % 2:
            blank = piece
            continue
        if not piece:  # before a blank at the beginning, and behind one at the end
            continue
        kept = ENCODED.search(piece) is not None
        if not kept and (whole or not piece.isascii()):
            if held or joined:
                held += blank.replace("\n", "") + piece
            else:
                out.write(blank)
                held = piece
        else:
            if held and kept:
                held, blank = held + blank.replace("\n", ""), "\n "
            out.words(held, charset, joined=joined)
            out.write(blank + piece)
            held, joined = "", kept
        blank = ""
    out.words(held, charset, joined=joined)
    out.write(blank)
    return out.text


class Lines:
    """What was written so far, and how much of it on the last line."""

    def __init__(self, used: int) -> None:
        self.text, self.used = "", used

    def write(self, text: str) -> None:
        self.text += text
        lines = text.split("\n")
        self.used = len(lines[-1]) + (self.used if len(lines) == 1 else 0)

    def words(self, text: str, charset: str, *, joined: bool) -> None:
        for at, word in enumerate(encoded_words(text, charset) if text else ()):
            if at or joined:
                self.write("\n ")
            elif self.used + len(word) > WIDTH:
                self.fold()
            self.write(word)

    def fold(self) -> None:
        """At the blank that was written last, unless nothing stands before it on its line."""
        line = self.text.rpartition("\n")[2]
        start = len(line.rstrip(" \t"))
        if start < len(line) and line.strip(" \t"):
            blank = line[start:]
            self.text = f"{self.text[: len(self.text) - len(blank)]}\n{blank}"
            self.used = len(blank)


def encoded_words(text: str, charset: str = "utf-8") -> Iterator[str]:
    """As quoted-printable where that is shorter: it can be read."""
    codec = "latin-1" if charset == UNKNOWN else charset
    octets = text.encode(codec)
    quoted = sum(1 if octet in PLAIN or octet == 0x20 else 3 for octet in octets)
    how = "q" if quoted <= (len(octets) + 2) // 3 * 4 else "b"
    room = LONGEST - len(f"=?{charset}?{how}??=")
    word = ""
    for char in text:
        if written(word + char, codec, how, room) is None:
            yield f"=?{charset}?{how}?{written(word, codec, how, room)}?="
            word = ""
        word += char
    yield f"=?{charset}?{how}?{written(word, codec, how, room)}?="


def written(text: str, codec: str, how: str, room: int) -> str | None:
    octets = text.encode(codec)
    if how == "b":
        word = base64.b64encode(octets).decode()
    else:
        word = "".join(chr(octet) if octet in PLAIN else "_" if octet == 0x20 else f"={octet:02X}" for octet in octets)
    return word if len(word) <= room else None
