"""The header of a message that is handed in: what it must not hold, and what is made valid before it is signed."""

import re
from typing import NamedTuple

from kitte.base.milter import Refusal
from kitte.clerk.authors import Authors, Unreadable, authors
from kitte.clerk.folding import LONGEST, refold, too_long
from kitte.clerk.ownership import Ownership
from kitte.clerk.sevenbit import Unsayable, seven, stated

# RFC 5322 section 3.6, RFC 2045 section 3; Content-* and List-* (RFC 2369 section 1) besides
ONCE = frozenset(
    (b"from", b"sender", b"reply-to", b"to", b"cc", b"message-id", b"in-reply-to", b"references", b"subject", b"date")
    + (b"mime-version",)
)
ONCE_ALL = (b"content-", b"list-")
MAY_BE_EMPTY = frozenset((b"subject", b"from"))  # an empty From is nobody, and refused
# Who else a reader is told that it is from, "on behalf of" the author or "again" (sections 3.6.2 and 3.6.6)
OTHERS = (b"sender", b"resent-from", b"resent-sender")
# Postfix with a milter cuts a longer field (KLUDGE_HEADER_LIMIT of cleanup_message.c), at up to a tenth less
LONGEST_FIELD = 54_000
MAILBOX_LINE = re.compile(rb" From[ \t]+:(.*)", re.DOTALL)
MAILBOX_NAME = b"x-mailbox-line"
LINE_END = re.compile(rb"\r+(?=\n|\Z)")
LONGEST_HEADER = 256 << 10
BRIEF = 120
BY_ITSELF = ". PHP's mail() writes it by itself: leave it out of the additional headers"
PHP = {b"to": BY_ITSELF, b"subject": BY_ITSELF}


class Field(NamedTuple):
    name: bytes
    value: bytes  # as written, with its leading blank; lines end in \n

    @property
    def lower(self) -> bytes:
        return self.name.lower()


class Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class Header:
    """Fields in their order, and what becomes of them: `values` holds a new value for each place that changes."""

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.values: dict[int, bytes] = {}
        self.added: list[Field] = []
        self.size = 0

    def append(self, name: bytes, value: bytes) -> None:
        self.size += len(name) + len(value) + 3
        if self.size <= LONGEST_HEADER:
            self.fields.append(Field(name, value))

    def places(self, name: bytes) -> list[int]:
        return [at for at, field in enumerate(self.fields) if field.lower == name]

    def value(self, at: int) -> bytes:
        return self.values.get(at, self.fields[at].value)

    def first(self, name: bytes) -> bytes | None:
        return next((self.value(at) for at in self.places(name) if not self.removed(at)), None)

    def removed(self, at: int) -> bool:
        """For the MTA an empty value removes a field; one that was written empty is there."""
        return self.values.get(at) == b""

    def put(self, name: bytes, value: bytes) -> None:
        """In place of what is there, or added."""
        places = self.places(name.lower())
        if places:
            self.values[places[0]] = value
        else:
            self.added.append(Field(name, value))


def refuse(reply: str, words: str, field: str = "", address: str = "") -> Refused:
    return Refused(Refusal(reply, words, field[:BRIEF], address))


def size(header: Header) -> None:
    if header.size > LONGEST_HEADER:
        most = f"at most {LONGEST_HEADER}"
        words = f"The header has {header.size} octets, {most}: leave fields out, or send to fewer recipients at once"
        raise refuse("552 5.3.4", words)
    for name, value in header.fields:
        if len(name) + len(value) + 1 >= LONGEST_FIELD:
            words = (
                f"The field {brief(name)} has {LONGEST_FIELD} octets or more, and would arrive cut: shorten it, or "
                "send several messages; recipients who need not see each other go into the envelope alone"
            )
            raise refuse("552 5.3.4", words, text(name))


def carriage_returns(header: Header) -> None:
    """At the end of a line they are a line end written twice; within a line nobody knows what they are."""
    for at, (name, value) in enumerate(header.fields):
        if b"\r" in value:
            ended = LINE_END.sub(b"", value)
            if b"\r" in ended:
                words = f"The field {brief(name)} holds a CR without an LF: end lines with both (RFC 5322 section 2.2)"
                raise refuse("554 5.6.0", words, text(name))
            header.values[at] = ended or b" "  # an empty one would be removed


def seven_bits(header: Header, *, strict: bool) -> None:
    """Without SMTPUTF8 a header is ASCII (RFC 6152 has no way for one that is not)."""
    for at, (name, _) in enumerate(header.fields):
        if not header.value(at).isascii() and not (at == 0 and name.lower() == MAILBOX_NAME):
            header.values[at] = in_seven(header, name, header.value(at), strict=strict)


def in_seven(header: Header, name: bytes, value: bytes, *, strict: bool) -> bytes:
    try:
        said = seven(name, value, stated(header.first(b"content-type")))
    except Unsayable as error:
        if not strict:
            return value
        words = (
            f"The field {brief(name)} holds octets beyond ASCII that cannot be encoded (RFC 2047): {error}. "
            "Write it in ASCII, a name or a subject as encoded words"
        )
        raise refuse("554 5.6.9", words, text(name)) from error
    if strict and len(name) + len(said) + 1 >= LONGEST_FIELD:
        words = f"The field {brief(name)} has, encoded (RFC 2047), {LONGEST_FIELD} octets or more: shorten it"
        raise refuse("552 5.3.4", words, text(name))
    return said


def once(header: Header) -> None:
    """Verifiers disagree on which of two counts."""
    counts: dict[bytes, int] = {}
    for field in header.fields:
        if field.lower in ONCE or field.lower.startswith(ONCE_ALL):
            counts[field.lower] = counts.get(field.lower, 0) + 1
    for field in header.fields:
        if (count := counts.get(field.lower, 1)) > 1:
            words = f"The field {brief(field.name)} stands there {count} times and may once: write it once"
            raise refuse("554 5.6.0", words + PHP.get(field.lower, ""), text(field.name))


def empty(header: Header) -> None:
    """A field that holds addresses, identifiers or the like holds at least one (RFC 5322 section 3.6), or is none."""
    for at, field in enumerate(header.fields):
        structured = field.lower in ONCE - MAY_BE_EMPTY or field.lower.startswith((*ONCE_ALL, b"resent-"))
        if structured and not header.value(at).strip():
            header.values[at] = b""


def identity(header: Header, ownership: Ownership, login: str | None, sender: str, *, utf8: bool = False) -> None:
    """Who it is from, by each field that says so, is whom the login may send as."""
    written = mistaken(header)
    if written is not None:
        written = written if utf8 or written.isascii() else in_seven(header, b"From", written, strict=True)
        header.put(b"From", valid_and_owned("From", written, ownership, login))
    elif not header.places(b"from"):
        if not sender:
            words = "There is no From, and no envelope sender that could stand there: write a From field"
            raise refuse("554 5.6.0", words, "From")
        header.put(b"From", f" {sender}".encode("latin-1"))
    for name in (b"from", *OTHERS):
        for at in header.places(name):
            if not header.removed(at):
                value = header.value(at)
                valid = valid_and_owned(text(header.fields[at].name), value, ownership, login)
                if valid != value:
                    header.values[at] = valid
    if written is None and not header.places(b"from"):
        read("From", header.added[-1].value)
    fields = [field for at, field in enumerate(header.fields) if not header.removed(at)]
    resent = sorted(field.name for field in fields if field.lower.startswith(b"resent-"))
    if resent and header.first(b"resent-from") is None:
        words = (
            f"There is {brief(resent[0])} and no Resent-From: write Resent-From and Resent-Date beside it, "
            "or leave it out (RFC 5322 section 3.6.6)"
        )
        raise refuse("554 5.6.0", words, "Resent-From")


def mistaken(header: Header) -> bytes | None:
    """A first line `From : a@b` looks to smtpd(8) like that of a mailbox file, and it renames it. With a blank before
    its colon any other field is read for what it is."""
    found = MAILBOX_LINE.match(header.value(0)) if header.fields else None
    if found is None or header.fields[0].lower != MAILBOX_NAME:
        return None
    if header.places(b"from"):
        raise refuse("554 5.6.0", "The field From stands there 2 times and may once: write it once", "From")
    header.values[0] = b""
    return found[1]


def valid_and_owned(name: str, value: bytes, ownership: Ownership, login: str | None) -> bytes:
    found = read(name, value)
    for address in found.addresses:
        if not ownership.may(login, address):
            who = f"login {login}" if login is not None else "mail from this machine"
            shown = brief(address.encode("latin-1"))
            words = f"{name}: {shown} is not an address that {who} may send as: that is {ownership.described(login)}"
            raise refuse("550 5.7.1", words, name, shown)
    for address in found.addresses:
        if unseen := ownership.unseen(address):
            raise refuse("451 4.7.0", f"{name}: {unseen}", name, brief(address.encode("latin-1")))
    return found.valid.encode("latin-1")


def read(name: str, value: bytes) -> Authors:
    try:
        return authors(text(value))
    except Unreadable as error:
        words = (
            f'The {name} field cannot be read: {error}. Write {name}: "the name in quotes" <address@domain>, '
            "and with several addresses a comma between them"
        )
        raise refuse("554 5.6.0", words, name) from error


def fold(header: Header) -> None:
    for at, (name, value) in enumerate(header.fields):
        current = header.value(at)
        if too_long(name, current):
            folded = refold(name, current)
            if folded is None:
                longest = max(map(len, value.split(b"\n")))
                words = (
                    f"The field {brief(name)} has a line of {longest} octets and no blank to fold it at: "
                    f"at most {LONGEST} (RFC 5322 section 2.1.1)"
                )
                raise refuse("554 5.6.0", words, text(name))
            header.values[at] = folded


def text(name: bytes) -> str:
    return name.decode("latin-1")


def brief(name: bytes) -> str:
    """For words that a client shows, and for the log."""
    return text(name if len(name) <= BRIEF else name[:BRIEF] + b"...")
