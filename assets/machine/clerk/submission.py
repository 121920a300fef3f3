"""One message that is handed in, by a login or by the machine itself: what is wrong with it, in words, or what is
changed before it is signed."""

import re
import secrets
import time
from collections.abc import Iterator
from email.utils import formatdate

from kitte.base import milter
from kitte.base.milter import Refusal
from kitte.clerk import header as rules
from kitte.clerk.body import Body
from kitte.clerk.header import Header, Refused
from kitte.clerk.ownership import PROBE, Ownership

# Postfix takes them for this machine; whoever submits means its own
PRIVATE = r"\[(127|10|172\.(1[6-9]|2\d|3[01])|192\.168)\.[^]]*\]"
LOCAL = re.compile(rf"@(localhost(\.localdomain)?|{PRIVATE})\.?$", re.IGNORECASE)


class Submission:
    def __init__(
        self, ownership: Ownership, login: str | None, sender: str, host: str, *, submitted: bool, utf8: bool = False
    ) -> None:
        """`sender` is the envelope sender without its brackets, and empty for a notice; `utf8` says that it comes with
        SMTPUTF8 (RFC 6531), and goes to servers with it alone."""
        self.ownership, self.login, self.sender, self.host = ownership, login, sender, host
        self.submitted, self.utf8 = submitted, utf8
        self.strict = submitted or bool(sender)
        self.recipients: list[str] = []
        self.header = Header()
        self.body = Body()

    def recipient(self, address: str) -> Refusal | None:
        """Postfix refuses a sender at the recipient too: the log then names both."""
        self.recipients.append(address)
        if self.submitted and self.login is None:
            return Refusal("530 5.7.0", "Log in first")
        if self.submitted and LOCAL.search(address) and address != PROBE:
            words = f"{address} is this server itself, and not yours: write the address with its domain"
            return Refusal("550 5.1.2", words, "RCPT TO", address)
        for name, what in (("MAIL FROM", self.sender), ("RCPT TO", address)):
            if self.strict and not self.utf8 and not what.isascii():
                words = (
                    f"The address in {name} is beyond ASCII: your program must ask for SMTPUTF8 in MAIL FROM "
                    "(RFC 6531), or write its domain as DNS has it, with xn--"
                )
                return Refusal("553 5.6.7", words, name, what)
        if self.login is None or not self.sender:
            return None
        if self.ownership.may(self.login, self.sender.lower()):
            unseen = self.ownership.unseen(self.sender.lower())
            return Refusal("451 4.7.0", unseen, "MAIL FROM", self.sender) if unseen else None
        words = (
            f"The envelope sender {self.sender} is not an address that login {self.login} may send as: "
            f"that is {self.ownership.described(self.login)}"
        )
        return Refusal("553 5.7.1", words, "MAIL FROM", self.sender)

    def data(self) -> Refusal | None:
        """The whole message, so that no client takes a part for the whole."""
        count, most = len(self.recipients), self.ownership.recipients
        if not self.submitted or count <= most:
            return None
        words = (
            f"More than {most} recipients: nothing was sent. Send it to at most {most} at once, "
            "or raise limits.recipientsPerMessage in the config"
        )
        return Refusal("554 5.5.3", words)

    def header_ends(self) -> Refusal | None:
        try:
            if self.strict:
                rules.size(self.header)
                rules.once(self.header)
                rules.carriage_returns(self.header)
            rules.empty(self.header)
            if not self.utf8:
                rules.seven_bits(self.header, strict=self.strict)
            rules.identity(self.header, self.ownership, self.login, self.sender, utf8=self.utf8)
            if self.strict:
                rules.fold(self.header)
        except Refused as error:
            return error.refusal
        if self.submitted:
            self.complete()
        return None

    def complete(self) -> None:
        """RFC 6409 sections 8.2 and 8.3."""
        if self.header.first(b"date") is None:
            self.header.put(b"Date", f" {formatdate(localtime=True)}".encode())
        if self.header.first(b"message-id") is None:
            mark = f" <{time.time_ns():x}.{secrets.token_hex(6)}@{self.host}>"
            self.header.put(b"Message-ID", mark.encode("latin-1", "replace"))

    def changes(self) -> Iterator[bytes]:
        """Frames for the MTA, at the end of the message; Refused when the body cannot be mended."""
        text = self.body.mended(self.header, strict=self.strict)
        for at, value in self.header.values.items():
            name = self.header.fields[at].name
            occurrence = 1 + self.header.places(name.lower()).index(at)
            yield milter.change_field(name, occurrence, value)
        for field in self.header.added:
            yield milter.add_field(field.name, field.value)
        if text is not None:
            yield from chunks(text)

    def close(self) -> None:
        self.body.close()


def chunks(text: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in text:
        held += piece
        while len(held) >= milter.CHUNK:
            yield milter.replace_body(bytes(held[: milter.CHUNK]))
            del held[: milter.CHUNK]
    yield milter.replace_body(bytes(held))
