"""A message as Postfix shows it to the clerk, and as it is with what the clerk asks for: what several tests use."""

import email
import re
from collections.abc import Iterator
from email.message import Message

from kitte.base import milter
from kitte.clerk import clerk
from kitte.clerk.clerk import Session
from kitte.clerk.ownership import Ownership

SETTINGS: dict[str, object] = {
    "domain": "example.com",
    "recipientsPerMessage": 3,
    "senders": {
        "app": ["@example.com"],
        "one": ["one@example.com", "postmaster@example.com"],
        "two": ["one+two@example.com", "two@example.com"],
        "bare": ["bare@example.com"],
    },
    "untagged": ["bare"],
}
FIELDS = b"To: x@y.example\r\nSubject: t\r\nMessage-ID: <a@b.example>\r\nDate: Fri, 27 Nov 2026 00:00:00 +0000\r\n"
HEADER = b"From: app@example.com\r\n" + FIELDS


REMOVED = b"\0"  # which no value holds
SAID: list[str] = []
clerk.log = SAID.append


class Conversation:
    """One SMTP session. `answer` is what came back last: continue, or a reply in words."""

    def __init__(
        self,
        login: str | None = "app",
        *,
        submitted: bool = True,
        sender: str = "app@example.com",
        options: tuple[bytes, ...] = (),
    ) -> None:
        self.session = Session(lambda: Ownership(SETTINGS))  # type: ignore[arg-type]
        self.said: list[bytes] = []
        daemon = b"{daemon_name}\0" + (b"SUBMISSION" if submitted else b"host") + b"\0j\0mail.example.com\0"
        self.tell(b"D", b"C" + daemon)
        self.tell(b"D", b"Mi\0\0" + (b"{auth_authen}\0" + login.encode() + b"\0" if login is not None else b""))
        self.tell(b"M", b"\0".join((b"<" + sender.encode("latin-1") + b">", *options)) + b"\0")

    def tell(self, command: bytes, data: bytes = b"") -> str:
        """Empty for continue, and for nothing."""
        self.said = list(self.session.answer(command, data))
        last = next(self.frames(), (b"c", b""))
        return last[1].rstrip(b"\0").decode() if last[0] == b"y" else ""

    def frames(self) -> Iterator[tuple[bytes, bytes]]:
        return iter(list(milter.frames(bytearray(b"".join(self.said))))[::-1])

    def recipients(self, count: int = 1) -> str:
        for at in range(count):
            if answer := self.tell(b"R", b"<reader%d@inbox.example.net>\0" % at):
                return answer
        return self.tell(b"T")

    def message(self, raw: bytes, chunk: int = 65535) -> str | bytes:
        """The reply that refuses it, or the message as it is then."""
        head, _, body = raw.partition(b"\r\n\r\n")
        fields = [field.replace(b"\r\n", b"\n").split(b":", 1) for field in re.split(rb"\r\n(?![ \t])", head)]
        for name, value in fields:
            self.tell(b"L", name + b"\0" + value + b"\0")
        if answer := self.tell(b"N"):
            return answer
        for at in range(0, len(body), chunk):
            self.tell(b"B", body[at : at + chunk])
        return self.tell(b"E") or self.changed(fields, body)

    def changed(self, fields: list[list[bytes]], body: bytes) -> bytes:
        text: bytes | None = None
        for command, data in list(self.frames())[::-1]:
            if command == b"m":
                name, value = data[4:-1].split(b"\0")
                places = [at for at, field in enumerate(fields) if field[0].lower() == name.lower()]
                fields[places[int.from_bytes(data[:4], "big") - 1]][1] = value or REMOVED
            elif command == b"h":
                fields.append(data[:-1].split(b"\0"))
            elif command == b"b":
                text = (text or b"") + data
        kept = [name + b":" + value.replace(b"\n", b"\r\n") for name, value in fields if value is not REMOVED]
        return b"\r\n".join(kept) + b"\r\n\r\n" + (body if text is None else text)


def passed(raw: bytes, login: str | None = "app", *, submitted: bool = True, chunk: int = 65535) -> str | bytes:
    talk = Conversation(login, submitted=submitted, sender=f"{login or 'app'}@example.com")
    try:
        return talk.recipients() or talk.message(raw, chunk)
    finally:
        talk.session.end()


def leaves(raw: bytes) -> list[tuple[str, bytes, str | None]]:
    """What a reader gets: type, content, file name."""
    parts: list[Message] = [part for part in email.message_from_bytes(raw).walk() if not part.is_multipart()]
    return [(part.get_content_type(), decoded(part), part.get_filename()) for part in parts]


def decoded(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return (content if isinstance(content, bytes) else b"").replace(b"\r\n", b"\n").rstrip(b"\n")
