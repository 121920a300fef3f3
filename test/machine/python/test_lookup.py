"""Answers of name servers, as octets."""

import struct
import unittest
from unittest import mock

from kitte.base import lookup


def name(text: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\0"


def answer(kind: int, *values: bytes, code: int = 0, flags: int = 0x8000, asked: str = "a.example.com") -> bytes:
    question = name(asked) + struct.pack("!2H", kind, 1)
    alias = b"\xc0\x0c" + struct.pack("!2HIH", 5, 1, 60, 2) + b"\xc0\x0c"  # a CNAME that points at the question
    records = [b"\xc0\x0c" + struct.pack("!2HIH", kind, 1, 60, len(value)) + value for value in values]
    head = struct.pack("!5H", flags | code, 1, len(records) + 1, 0, 0)
    return head + question + alias + b"".join(records)


class Lookup(unittest.TestCase):
    def setUp(self) -> None:
        self.by_udp = answer(lookup.TXT)
        self.by_tcp = answer(lookup.TXT)
        for way in ("by_udp", "by_tcp"):
            patched = mock.patch.object(lookup, way, lambda _, query, way=way: query[:2] + getattr(self, way))
            patched.start()
            self.addCleanup(patched.stop)

    def test_a_text_is_put_together_of_its_strings(self) -> None:
        self.by_udp = answer(lookup.TXT, b"\x03v=s\x03pf1", b"\x00", b"\x01\xff")
        self.assertEqual(lookup.ask("a.example.com", lookup.TXT), lookup.Answer(0, ("v=spf1", "", "\ufffd")))

    def test_addresses_and_names_that_go_on_at_an_earlier_place(self) -> None:
        self.by_udp = answer(lookup.A, bytes([192, 0, 2, 1]))
        self.assertEqual(lookup.ask("a.example.com", lookup.A), lookup.Answer(0, ("192.0.2.1",)))
        self.by_udp = answer(lookup.NS, b"\x02ns\xc0\x0e")
        self.assertEqual(lookup.ask("a.example.com", lookup.NS), lookup.Answer(0, ("ns.example.com",)))

    def test_no_such_name_and_what_is_cut_short(self) -> None:
        self.by_udp = answer(lookup.TXT, code=3)
        self.assertEqual(lookup.ask("a.example.com", lookup.TXT), lookup.Answer(3, ()))
        self.by_udp = answer(lookup.TXT, flags=0x8200)
        self.by_tcp = answer(lookup.TXT, b"\x04long")
        self.assertEqual(lookup.ask("a.example.com", lookup.TXT), lookup.Answer(0, ("long",)))

    def test_what_is_no_answer_is_none(self) -> None:
        whole = answer(lookup.TXT, b"\x03v=s\x03pf1")
        loop = answer(lookup.NS, b"\xc0\x0c", asked="a")[:12] + b"\xc0\x0c" + bytes(8)
        for text in (b"", whole[:20], whole[:-30], loop):
            with self.subTest(text):
                self.by_udp = text
                self.assertIsNone(lookup.ask("a.example.com", lookup.TXT))
        with mock.patch.object(lookup, "by_udp", side_effect=TimeoutError):
            self.assertIsNone(lookup.ask("a.example.com", lookup.TXT))
        stranger = mock.patch.object(lookup, "by_udp", return_value=b"\0\0" + whole)
        with stranger, mock.patch("os.urandom", lambda _: b"xx"):
            self.assertIsNone(lookup.ask("a.example.com", lookup.TXT))

    def test_the_servers_are_those_of_the_nearest_zone_above(self) -> None:
        table = {
            ("example.com", lookup.NS): ("ns1.test", "ns2.test", "gone.test"),
            ("ns1.test", lookup.A): ("192.0.2.1",),
            ("ns2.test", lookup.A): ("192.0.2.2",),
        }
        texts = {"192.0.2.1": lookup.Answer(0, ("here",)), "192.0.2.2": None}

        def ask(name: str, kind: int, server: str = lookup.RESOLVER) -> lookup.Answer | None:
            if kind == lookup.TXT:
                return texts[server]
            return lookup.Answer(0, table.get((name, kind), ()))

        with mock.patch.object(lookup, "ask", ask):
            self.assertEqual(lookup.servers("one._domainkey.example.com"), ("192.0.2.1", "192.0.2.2"))
            self.assertEqual(lookup.servers("example.net"), ())
            self.assertEqual(lookup.texts("one._domainkey.example.com"), [("here",)])  # one that is silent says nothing
