"""Reads a field that names who wrote or sent a message (RFC 5322 section 3.4) as strictly as a receiver at its
strictest: what cannot be read without doubt is refused, never guessed at. Text is Latin-1: a byte, a character."""

import re
from typing import NamedTuple

SPACE = " \t\r\n"
ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
RAW = re.compile(r"[\x80-\xff]+")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
PLAIN = re.compile(r"[A-Za-z0-9._+-]+")  # a quoted local part that is the same mailbox without its quotes
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
PHRASE = ("atom", "raw", "quoted", ".")
# Programs put these into a name without quotes: inside them, they mean nothing else
BARE = ("@", "[", "]")


class Unreadable(Exception):
    """Why, in words."""


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class Authors(NamedTuple):
    addresses: list[str]
    valid: str  # the field with such names quoted


def comment_end(text: str, at: int) -> int:
    depth = 0
    while at < len(text):
        char = text[at]
        at += 2 if char == "\\" else 1
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return at
    raise Unreadable("a comment is not closed")


def tokens(text: str) -> list[Token]:
    """Comments and quoted strings hide addresses from naive readers: they are recognised first."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char in SPACE:
            at += 1
            continue
        if char == "(":
            end = comment_end(text, at)
            found.append(Token("comment", "", at, end))
        elif char == '"':
            quoted = QUOTED.match(text, at)
            if not quoted:
                raise Unreadable("a quoted string is not closed")
            end = quoted.end()
            found.append(Token("quoted", quoted[1], at, end))
        elif char in "<>@,;:.[]":
            end = at + 1
            found.append(Token(char, char, at, end))
        elif word := ATOM.match(text, at):
            end = word.end()
            found.append(Token("atom", word[0], at, end))
        elif word := RAW.match(text, at):
            end = word.end()
            found.append(Token("raw", word[0], at, end))
        else:
            raise Unreadable("it holds a character that RFC 5322 does not allow there")
        at = end
    return found


class Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        everything = tokens(text)
        self.list = [token for token in everything if token.kind != "comment"]
        self.comments = [token for token in everything if token.kind == "comment"]
        self.at = 0
        self.quotes: list[tuple[int, int]] = []

    def kind(self) -> str:
        return self.list[self.at].kind if self.at < len(self.list) else ""

    def dotted(self) -> str:
        word = ""
        while self.kind() in ("atom", "."):
            word += self.list[self.at].text
            self.at += 1
        return word

    def address(self) -> str:
        """Local part, at sign, domain."""
        if self.kind() == "quoted":
            part = self.list[self.at].text
            if not PLAIN.fullmatch(part):
                raise Unreadable("an address in quotes is none that a login may own")
            self.at += 1
        else:
            part = self.dotted()
        if self.kind() != "@":
            raise Unreadable("it is not a list of addresses")
        self.at += 1
        domain = self.dotted()
        if not LOCAL.fullmatch(part) or not DOMAIN.fullmatch(domain):
            raise Unreadable("it is not a list of addresses")
        return f"{part}@{domain}".lower()

    def mailbox(self) -> str:
        """A name and an address in angle brackets, or an address alone."""
        start = self.at
        while self.kind() in (*PHRASE, *BARE):
            self.at += 1
        if self.kind() != "<":
            self.at = start
            return self.address()
        name = self.list[start : self.at]
        if any(token.kind in BARE for token in name):
            self.quote(name)
        self.at += 1
        found = self.address()
        if self.kind() != ">":
            raise Unreadable("it is not a list of addresses")
        self.at += 1
        return found

    def quote(self, name: list[Token]) -> None:
        start, end = name[0].start, name[-1].end
        commented = any(start < comment.start < end for comment in self.comments)
        if commented or any(token.kind == "quoted" or "=?" in token.text for token in name):
            raise Unreadable("the name before the address must stand in quotes")
        self.quotes.append((start, end))

    def mailboxes(self) -> list[str]:
        """Groups have no single author: they are no list of addresses."""
        found = [self.mailbox()]
        while self.kind() == ",":
            self.at += 1
            if not self.kind():
                raise Unreadable("it ends in a comma")
            found.append(self.mailbox())
        if self.kind():
            raise Unreadable("something follows the address")
        return found


def authors(text: str) -> Authors:
    """Every address in the field."""
    reader = Reader(text)
    found = reader.mailboxes()
    valid = text
    for start, end in reversed(reader.quotes):
        valid = f'{valid[:start]}"{valid[start:end]}"{valid[end:]}'
    return Authors(found, valid)
