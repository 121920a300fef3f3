"""What a message says, as Python's own parser reads it: fields, and the tree of its parts with their decoded content.

Two messages that say the same may differ in how it is written: folding, encoding, line ends.
"""

import email
import email.header
import email.message
import email.policy
import email.utils
import hashlib
import re

Tree = dict[str, object]

ADDRESSES = {"from", "sender", "reply-to", "to", "cc"}
STRUCTURE = {"content-type", "content-transfer-encoding", "content-disposition", "mime-version"}


def told(raw: bytes) -> Tree:
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    return {"fields": fields(message), "body": part(message)}


def fields(message: email.message.Message) -> list[list[str]]:
    named = [(name.strip().lower(), value) for name, value in message.raw_items()]
    return [[name, said(name, value)] for name, value in named if name not in STRUCTURE]


def said(name: str, value: object) -> str:
    """Quotes around a name are no part of it (RFC 5322 section 3.2.4)."""
    if name not in ADDRESSES:
        return words(value)
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", raw_text(value))
    pairs = email.utils.getaddresses([unfolded])
    if not all("@" in address for _, address in pairs):
        return words(value)
    return ", ".join(f"{words(who)} <{address}>" for who, address in pairs)


def words(value: object) -> str:
    """Unfolded and decoded (RFC 2047); white space counts as one blank."""
    text = raw_text(value)
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", text)
    pieces = []
    try:
        for piece, charset in email.header.decode_header(unfolded):
            if isinstance(piece, bytes):
                pieces.append(decoded(piece, charset))
            else:
                pieces.append(piece)
    except (email.errors.HeaderParseError, ValueError):
        pieces = [unfolded]
    # A list of addresses is folded after its commas.
    return re.sub(r",\s+", ",", re.sub(r"\s+", " ", "".join(pieces))).strip()


def raw_text(value: object) -> str:
    return decoded(str(value).encode("utf-8", "surrogateescape"), "utf-8")


def decoded(octets: bytes, charset: str | None) -> str:
    for name in (charset or "utf-8", "utf-8"):
        try:
            return octets.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return octets.decode("latin-1")


def part(message: email.message.Message) -> Tree:
    kind = message.get_content_type()
    tree: Tree = {"type": kind, "name": name_of(message), "disposition": message.get_content_disposition() or ""}
    if kind == "message/rfc822":
        inner = message.get_payload()
        whole = inner[0] if isinstance(inner, list) and inner else message
        return tree | {"fields": fields(whole), "parts": [part(whole)]}
    if message.is_multipart():
        return tree | {"parts": [part(each) for each in message.get_payload()]}
    return tree | {"content": content(message, kind)}


def name_of(message: email.message.Message) -> str:
    # With its octets as text: the parser alone puts question marks in their place.
    readable = email.message.Message()
    for field, value in message.raw_items():
        if field.strip().lower() in ("content-type", "content-disposition"):
            readable[field] = raw_text(value)
    try:
        return words(readable.get_filename() or "")
    except (ValueError, LookupError):
        return ""


def content(message: email.message.Message, kind: str) -> str:
    octets = message.get_payload(decode=True) or b""
    if not isinstance(octets, bytes):
        return "unreadable"
    if kind.startswith("text/") or kind.startswith("message/"):
        text = decoded(octets, message.get_content_charset()).replace("\r\n", "\n").rstrip("\n")
        return text if len(text) < 2000 else f"{len(text)} characters {hashlib.sha256(text.encode()).hexdigest()}"
    return f"{len(octets)} octets {hashlib.sha256(octets).hexdigest()}"
