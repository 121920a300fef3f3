"""A field with octets beyond ASCII, in seven bits (RFC 2047, RFC 2231, RFC 5891): without SMTPUTF8 no server need take
any other (RFC 6532), and smtp(8) would hand it on to each. What it says stays; what cannot be written so is refused."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from kitte.clerk.words import UNKNOWN, encoded

ADDRESSES = frozenset(
    (b"from", b"sender", b"reply-to", b"to", b"cc", b"resent-from", b"resent-sender", b"resent-to", b"resent-cc")
    + (b"resent-reply-to", b"disposition-notification-to", b"return-receipt-to", b"errors-to")
    + (b"mail-followup-to", b"mail-reply-to")
)
PARAMETERS = frozenset((b"content-type", b"content-disposition"))
# Words of a protocol, not of a language, but for a comment: the name of a time zone behind a date
ASCII = frozenset(
    (b"date", b"message-id", b"in-reply-to", b"references", b"mime-version", b"content-transfer-encoding")
    + (b"content-id", b"content-language", b"content-location", b"resent-date", b"resent-message-id")
    + (b"dkim-signature",)
)
# Those whose octets below 80 are ASCII's, but for the second octets of some
CHARSET = re.compile(
    r"(iso-8859-\d+|latin[1-9]|(windows-|cp)(125\d|8[567]\d|932|936|949|950)|koi8-[rtu]|tis-620|big5(-hkscs)?|gbk|gb2312"
    r"|gb18030|euc-?(jp|kr)|ks_c_5601-1987|shift[_-]jis|sjis|windows-31j|macintosh)",
    re.IGNORECASE,
)
PARAMETER = re.compile(r'(;\s*)([!#$%&*+.^_`{|}~0-9A-Za-z-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s";]+)', re.DOTALL)
STATED = re.compile(r'\bcharset\s*=\s*"?([\w.:-]+)', re.IGNORECASE)
ITEM = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>"]*>|[,;:]|[()]|[^",;:<>()]+', re.DOTALL)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
TEXT_LINE = 900  # of a parameter, before it is written in sections
SECTION = 60


class Unsayable(Exception):
    """Why, in words."""


def stated(content_type: bytes | None) -> str:
    """The charset that a Content-Type names, if it can tell what octets beyond ASCII are."""
    found = STATED.search((content_type or b"").decode("latin-1"))
    return found[1] if found and CHARSET.fullmatch(found[1]) else ""


def seven(name: bytes, value: bytes, charset: str = "", *, unknown: bool = False) -> bytes:
    """The value in ASCII. With `unknown`, text in no known charset is labelled so: nobody is there to ask."""
    text, label = decoded(value, charset, unknown=unknown)
    lower = name.strip().lower()
    if lower in ASCII:
        said = "".join(comment(item, label) for item in items(text))
    elif lower in ADDRESSES or lower.startswith(b"list-"):
        said = addresses(text, label)
    elif lower in PARAMETERS:
        said = parameters(text, label)
    else:
        said = encoded(text, used=len(name) + 1, charset=label)
    if not said.isascii():
        raise Unsayable("ASCII alone may stand there, but for names, comments and parameters")
    return said.encode()


def decoded(value: bytes, charset: str, *, unknown: bool) -> tuple[str, str]:
    for name in ("utf-8", charset):
        try:
            text = value.decode(name) if name else ""
            text.encode()
        except (LookupError, UnicodeError):
            continue
        if text:
            return text, "utf-8"
    if not unknown:
        raise Unsayable("its octets are not UTF-8, and no charset in Content-Type says what they are")
    return value.decode("latin-1"), UNKNOWN


def addresses(text: str, label: str) -> str:
    """Names and comments become encoded words, domains what DNS has of them; a local part cannot be written so."""
    said, part = "", ""
    for item in items(text):
        if item in (",", ";", ":"):
            said += (phrase(part, label) if item == ":" else mailbox(part, label)) + item
            part = ""
        else:
            part += item
    return said + mailbox(part, label)


def items(text: str) -> Iterator[str]:
    """Quoted strings, comments and what stands in angle brackets, each as a whole."""
    at, depth, comment = 0, 0, ""
    while at < len(text):
        if depth and text[at] == "\\":
            item = text[at : at + 2]
        elif depth and text[at] not in "()":
            item = text[at]
        else:
            found = ITEM.match(text, at)
            if found is None:
                raise Unsayable("a quote or a bracket is not closed")
            item = found[0]
        at += len(item)
        if depth or item == "(":
            depth += (item == "(") - (item == ")")
            comment += item
            if depth == 0:
                yield comment
                comment = ""
        elif item == ")":
            raise Unsayable("a parenthesis is not open")
        else:
            yield item
    if depth:
        raise Unsayable("a comment is not closed")


def mailbox(text: str, label: str) -> str:
    """One of a list: `name <address>`, or an address."""
    if text.isascii():
        return text
    parts = list(items(text))
    angle = next((at for at, item in enumerate(parts) if item.startswith("<")), None)
    if angle is not None:
        tail = "".join(comment(item, label) for item in parts[angle + 1 :])
        return phrase("".join(parts[:angle]), label) + address(parts[angle]) + tail
    bare = [item for item in parts if not item.startswith("(")]
    if "@" not in "".join(bare):
        return phrase(text, label)
    return "".join(comment(item, label) if item.startswith("(") else address(item) for item in parts)


def phrase(text: str, label: str) -> str:
    """A name. Quotes mean nothing within an encoded word, so the whole of it becomes words."""
    said, name = "", ""
    for item in items(text):
        if item.startswith("("):
            said += named(name, label) + comment(item, label)
            name = ""
        else:
            name += item
    return said + named(name, label)


def named(text: str, label: str) -> str:
    if text.isascii():
        return text
    bare = text.strip()
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    meant = "".join(ESCAPE.sub(r"\1", item[1:-1]) if item.startswith('"') else item for item in items(bare))
    said = encoded(re.sub(r"\s+", " ", meant), used=WIDEST_NAME, whole=True, charset=label)
    return lead + said + (trail or " ")


WIDEST_NAME = 17  # "Resent-Reply-To: "


def comment(item: str, label: str) -> str:
    if item.isascii() or not item.startswith("("):
        return item
    if "\\" in item:
        raise Unsayable("a comment beyond ASCII may hold no backslash")
    return "".join(encoded(piece, charset=label) for piece in re.split(r"([()])", item))


def address(text: str) -> str:
    """`<local@domain>`, with or without its brackets."""
    if text.isascii():
        return text
    local, at, domain = text.rpartition("@")
    if not at:
        raise Unsayable("a URI beyond ASCII must be percent-encoded")
    if not local.isascii():
        raise Unsayable("an address beyond ASCII goes to servers with SMTPUTF8 alone, which your program must ask for")
    found = re.fullmatch(r"(\s*)([^\s<>]+)([\s>]*)", domain)
    if not found:
        raise Unsayable("an address in it cannot be read")
    return f"{local}@{found[1]}{ascii_domain(found[2])}{found[3]}"


def ascii_domain(domain: str) -> str:
    """By the older rules, where they agree with the newer (RFC 5894 section 7.2)."""
    try:
        said = domain.encode("idna").decode()
        same = said.encode().decode("idna") == domain.lower()
    except UnicodeError:
        same = False
    if not same:
        raise Unsayable(f"write the domain {domain} as DNS has it, with xn--")
    return said


def parameters(text: str, label: str) -> str:
    """By RFC 2231, which every reader knows; encoded words may not stand there (RFC 2047 section 5)."""

    there = {found[2].lower() for found in PARAMETER.finditer(text)}

    def written(found: re.Match[str]) -> str:
        lead, name, value = found[1], found[2], found[3]
        if value.isascii():
            return found[0]
        if {f"{name}*".lower(), f"{name}*0*".lower()} & there:
            return ""  # it is there as it should be, too
        if name.lower() in ("boundary", "charset", "protocol", "micalg", "type"):
            raise Unsayable(f"{name} may hold ASCII alone")
        if name.endswith("*"):
            raise Unsayable(f"{name} must be percent-encoded (RFC 2231)")
        meant = ESCAPE.sub(r"\1", value[1:-1]) if value.startswith('"') else value
        octets = meant.replace("\n", "").encode("latin-1" if label == UNKNOWN else label)
        return lead + sections(name, f"{label}''", quote(octets, safe="!#$&+.^_`{|}~-"))

    if not text.isascii() and not re.fullmatch(r"\s*[^\s;]*[\s;]*", PARAMETER.sub("", text)):
        raise Unsayable("the value of a parameter must stand in quotes")
    return PARAMETER.sub(written, text)


def sections(name: str, lead: str, percent: str) -> str:
    if len(percent) <= TEXT_LINE:
        return f"{name}*={lead}{percent}"
    cuts = re.findall(rf"(?:%..|[^%]){{1,{SECTION}}}", percent)
    numbered = [f"{name}*{at}*={lead if at == 0 else ''}{cut}" for at, cut in enumerate(cuts)]
    return ";\n ".join(numbered)
