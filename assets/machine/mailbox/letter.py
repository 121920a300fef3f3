"""What a letter in the mailbox says, cut to what a person can be shown. Nothing in it is taken for well-formed."""

import datetime
import email
import email.policy
import re
from email.message import EmailMessage, Message

from kitte.base.shell import Json

FIELD, FIELDS, TEXT = 500, 100, 100_000  # characters, fields, characters
FAILED = 20
ENVELOPE = re.compile(rb"From (\S*) +(.*)")


def parsed(raw: bytes) -> tuple[bytes, EmailMessage]:
    """The line that mbox adds, and the letter itself."""
    first, _, rest = raw.partition(b"\n")
    return first, email.message_from_bytes(rest, policy=email.policy.default)  # type: ignore[return-value]


def summary(raw: bytes) -> Json:
    """A line of a list. The From_ line has the envelope sender as local(8) writes it, and the time of delivery."""
    first, message = parsed(raw)
    sender, arrived = envelope(first)
    failed = failures(message)
    return {
        "arrived": arrived,
        "sender": sender,
        "to": field(message, "X-Original-To") or field(message, "Delivered-To"),
        "from": field(message, "From"),
        "subject": field(message, "Subject"),
        "kind": "returned" if failed else "letter",
        "failed": failed[:FAILED],
    }


def whole(raw: bytes) -> Json:
    """The same with its fields and its text; of attachments the names."""
    _, message = parsed(raw)
    texts, attached = contents(message)
    text = "\n\n".join(texts)
    return {
        **summary(raw),
        "fields": [[str(name)[:FIELD], value(content)] for name, content in raw_fields(message)[:FIELDS]],
        "text": text[:TEXT],
        "textLeft": max(0, len(text) - TEXT),
        "attached": attached[:FIELDS],
    }


def envelope(first: bytes) -> tuple[str, str]:
    found = ENVELOPE.match(first)
    sender, written = (found[1].decode("latin-1"), found[2].decode("latin-1")) if found else ("", "")
    try:
        moment = datetime.datetime.strptime(written.strip(), "%a %b %d %H:%M:%S %Y")
        arrived = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        arrived = ""
    return "" if sender.upper() == "MAILER-DAEMON" else sender[:FIELD], arrived


def raw_fields(message: Message) -> list[tuple[str, object]]:
    return list(message.raw_items())


def field(message: Message, name: str) -> str:
    for key, content in raw_fields(message):
        if str(key).lower() == name.lower():
            return value(content)
    return ""


def value(content: object) -> str:
    """Unfolded and decoded (RFC 2047), or as it stands where it cannot be."""
    text = re.sub(r"\r?\n[ \t]+", " ", str(content))
    try:
        text = str(email.policy.default.header_factory("subject", text))
    except Exception:  # noqa: BLE001, S110 the parser has bugs that only strangers find
        pass
    return text[:FIELD]


def failures(message: EmailMessage) -> list[Json]:
    """Whom a delivery status report (RFC 3464) is about; nobody where it is none, or tells of a success or a delay."""
    found: list[Json] = []
    for part in parts(message):
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for status in part.get_payload():
            if isinstance(status, Message) and field(status, "Action").lower() == "failed":
                recipient = field(status, "Original-Recipient") or field(status, "Final-Recipient")
                words = field(status, "Diagnostic-Code") or field(status, "Status")
                found.append({"recipient": of(recipient), "status": field(status, "Status"), "words": of(words)})
    return found


def of(typed: str) -> str:
    """`a@b.example` of `rfc822; a@b.example`."""
    return typed.partition(";")[2].strip() or typed


def parts(message: EmailMessage) -> list[EmailMessage]:
    try:
        return list(message.walk())[: 10 * FIELDS]  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001 as above
        return [message]


def contents(message: EmailMessage) -> tuple[list[str], list[Json]]:
    """Texts in their order, HTML only where there is nothing else; and what is attached, by name."""
    plain, html, attached = [], [], []
    for part in parts(message):
        kind = part.get_content_type()
        if part.is_multipart():
            if kind == "message/delivery-status":
                plain.append("\n\n".join(unfolded(each) for each in part.get_payload()))
            continue
        octets = part.get_payload(decode=True)
        size = len(octets) if isinstance(octets, bytes) else 0
        name = value(part.get_filename() or "") if kind != "message/rfc822" else ""
        if kind in ("text/plain", "text/rfc822-headers") and not name:
            plain.append(decoded(octets, part))
        elif kind == "text/html" and not name:
            html.append(decoded(octets, part))
        else:
            attached.append({"type": kind, "name": name, "bytes": size})
    return plain or html, attached


def unfolded(status: Message) -> str:
    return "\n".join(f"{str(name)[:FIELD]}: {value(content)}" for name, content in raw_fields(status)[:FIELDS])


def decoded(octets: object, part: Message) -> str:
    data = octets if isinstance(octets, bytes) else b""
    try:
        return data.decode(str(part.get_content_charset() or "utf-8"), "replace")
    except LookupError:
        return data.decode("utf-8", "replace")
