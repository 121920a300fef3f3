"""Folds the lines of a header field that no server may pass on: 998 octets are the most (RFC 5322 section 2.1.1), and
what is longer would be cut on its way out, behind the signature. Unfolded, a field says what it said."""

import re

from kitte.clerk import words

LONGEST = 998
WIDTH = 78  # where a line is folded that must be
ADDRESSES = frozenset(
    (b"from", b"sender", b"reply-to", b"to", b"cc", b"resent-from", b"resent-sender", b"resent-to", b"resent-cc")
)
IDENTIFIERS = frozenset((b"references", b"in-reply-to"))
TEXT = frozenset((b"subject", b"comments"))
BLANK = re.compile(rb"[ \t]+")


def too_long(name: bytes, value: bytes) -> bool:
    if len(name) + len(value) < LONGEST:
        return False
    first, *rest = value.split(b"\n")
    return len(name) + 1 + len(first) > LONGEST or any(len(line) > LONGEST for line in rest)


def refold(name: bytes, value: bytes) -> bytes | None:
    """The value with no line over 998 octets, or nothing where it has no place to fold at."""
    lower = name.lower()
    added = joints(value, lower)
    lines, at = [], 0
    for line in value.split(b"\n"):
        used = 0 if lines else len(name) + 1
        folded = folded_line(line, used, [place - at for place in added if at < place < at + len(line)])
        if folded is None:
            return encoded(value) if lower in TEXT else None
        lines.append(folded)
        at += len(line) + 1
    return b"\n".join(lines)


def joints(value: bytes, lower: bytes) -> list[int]:
    """Where a blank may be put and means nothing: between addresses, and between identifiers."""
    if lower in ADDRESSES or lower.startswith(b"list-"):
        return separators(value)
    if lower in IDENTIFIERS:
        return [joint.start() + 1 for joint in re.finditer(rb"><", value)]
    return []


def folded_line(line: bytes, used: int, added: list[int]) -> bytes | None:
    if used + len(line) <= LONGEST:
        return line
    blanks = [blank.start() for blank in BLANK.finditer(line) if 0 < blank.start() and blank.end() < len(line)]
    places = sorted({*blanks, *added})
    bounds = [0, *places, len(line)]
    folded = [line[: bounds[1]]]
    room = used
    for start, end in zip(bounds[1:-1], bounds[2:], strict=True):
        piece = line[start:end] if line[start : start + 1] in (b" ", b"\t") else b" " + line[start:end]
        if room + len(folded[-1]) + len(piece) > WIDTH and folded[-1].strip():
            folded.append(piece)
            room = 0
        else:
            folded[-1] += piece
    fits = used + len(folded[0]) <= LONGEST and all(len(one) <= LONGEST for one in folded)
    return b"\n".join(folded) if fits else None


def separators(text: bytes) -> list[int]:
    """Behind each comma that separates addresses: none in quotes, brackets or comments, and none at a blank."""
    found, quoted, depth, skip = [], False, 0, False
    for at, char in enumerate(text):
        if skip:
            skip = False
        elif char == 0x5C:
            skip = True
        elif char == 0x22 and depth == 0:
            quoted = not quoted
        elif not quoted:
            depth = max(0, depth + (char in b"(<") - (char in b")>"))
            if char == 0x2C and depth == 0 and text[at + 1 :].strip():
                found.append(at + 1)
    return [at for at in found if text[at : at + 1] not in (b" ", b"\t")]


def encoded(value: bytes) -> bytes | None:
    """A subject without a blank, as encoded words, between which blanks say nothing (RFC 2047 section 6.2)."""
    flat = value.replace(b"\n", b"")
    try:
        text = flat.strip(b" \t").decode()
    except UnicodeDecodeError:
        return None
    if "=?" in text:
        return None
    return words.encoded(f" {text}", used=LONGEST, whole=True).encode()
