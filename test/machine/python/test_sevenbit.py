"""A header beyond ASCII leaves in ASCII and says the same, or is refused: a server without SMTPUTF8 takes no other."""

import email
import email.policy
import unittest
from email.header import decode_header
from email.utils import getaddresses

from handed_in import FIELDS, HEADER, Conversation, passed
from kitte.clerk.sevenbit import Unsayable, seven, stated
from kitte.clerk.words import encoded

BODY = b"\r\nHello.\r\n"


def said(value: str) -> str:
    pieces = decode_header(value.replace("\n", ""))
    read = [one if isinstance(one, str) else one.decode(charset or "raw-unicode-escape") for one, charset in pieces]
    return "".join(read).strip()


def field(name: bytes, text: str, charset: str = "") -> str:
    value = seven(name, f" {text}".encode(charset or "utf-8"), charset)
    if any(len(line) > 998 for line in value.split(b"\n")) or not value.isascii():
        raise AssertionError(value)
    if seven(name, value) != value:
        raise AssertionError("it is changed twice")
    return value.decode()


class Text(unittest.TestCase):
    def test_words_say_what_they_said(self) -> None:
        for text in (
            "Grüße",
            "Grüße und 切手",
            "a  ü \t b",
            "ü ü  ü",
            "one\n two ü\n\tthree",
            "=?utf-8?q?J=C3=B6rg?= ü =?utf-8?b?w6k=?=",
            "ü =?utf-8?q?=C3=B6?= x",
            "切手を貼って投函します " * 40 + "end",
            "word " * 40 + "ü",
            "\u00a0\u2028x",
            "😀" * 40,
        ):
            with self.subTest(text):
                value = field(b"Subject", text)
                self.assertEqual(said(value), said(text))
                lines = value.split("\n")
                self.assertTrue(all(len(line) <= 76 for line in lines if "=?" in line) or not lines[0].strip())

    def test_only_what_must_be_is_encoded(self) -> None:
        self.assertEqual(field(b"Subject", "Un prix réduit"), " Un prix =?utf-8?q?r=C3=A9duit?=")
        self.assertEqual(encoded(" a b"), " a b")

    def test_a_stated_charset(self) -> None:
        self.assertEqual(said(field(b"Subject", "Grüße", "iso-8859-1")), "Grüße")
        self.assertEqual(said(field(b"X-Shop", "切手ソ", "Shift_JIS")), "切手ソ")
        for charset in ("", "utf-16", "idna", "unicode_escape", "cp037", "nonsense"):
            known = stated(f"text/plain; charset={charset}".encode())
            self.assertRaises(Unsayable, seven, b"Subject", b" Gr\xfc\xdfe", known)
        header = HEADER.replace(b"Subject: t", b"Subject: Gr\xfc\xdfe\r\nContent-Type: text/plain; charset=iso-8859-1")
        message = email.message_from_bytes(bytes(passed(header + BODY)), policy=email.policy.default)  # type: ignore[arg-type]
        self.assertEqual(str(message["Subject"]), "Grüße")
        answer = passed(HEADER.replace(b"Subject: t", b"Subject: Gr\xfc\xdfe") + BODY)
        self.assertRegex(str(answer), "^554 5.6.9 The field Subject holds octets .* not UTF-8, and no charset")

    def test_words_of_a_protocol_are_refused(self) -> None:
        for name in (b"Message-ID", b"References", b"Content-ID"):
            self.assertRaisesRegex(Unsayable, "ASCII alone", seven, name, " <ü@a.example>".encode())
        date = "Fri, 27 Nov 2026 12:00:00 +0100"
        self.assertEqual(field(b"Date", f"{date} (MEZ für Köln)"), f" {date} (MEZ =?utf-8?b?ZsO8ciBLw7Zsbg==?=)")


class Addresses(unittest.TestCase):
    def test_names_and_comments_become_words(self) -> None:
        for text, names in (
            ("Büro <a@b.example>", ["Büro"]),
            ('"Müller, Hans" <a@b.example>, x@y.example, Jörg\n <c@d.example>', ["Müller, Hans", "", "Jörg"]),
            ("Büro @ Köln [1] <a@b.example>", ["Büro @ Köln [1]"]),
            ('Dr. "Ö \\"x\\"" <a@b.example>', ['Dr. Ö "x"']),
            ("日本語の名前がとても長い会社の人" * 5 + " <a@b.example>", ["日本語の名前がとても長い会社の人" * 5]),
        ):
            with self.subTest(text):
                pairs = getaddresses([field(b"To", text).replace("\n", "")])
                self.assertEqual([said(name) for name, address in pairs if "@" in address], names)

    def test_groups_lists_and_what_is_no_address(self) -> None:
        self.assertEqual(said(field(b"To", "Freunde für immer: a@b.example, ü <c@d.example>;")).count("ü"), 2)
        self.assertEqual(said(field(b"List-Id", "Büro <news.example.com>")), "Büro <news.example.com>")
        self.assertEqual(said(field(b"Reply-To", "Unbekannt für alle")), "Unbekannt für alle")

    def test_domains_are_written_as_dns_has_them(self) -> None:
        self.assertEqual(field(b"To", "a@münchen.example (ü)"), " a@xn--mnchen-3ya.example (=?utf-8?b?w7w=?=)")
        self.assertEqual(field(b"To", "x <a@切手.jp>"), " x <a@xn--lbr790b.jp>")
        self.assertRaisesRegex(Unsayable, "xn--", seven, b"To", " a@straße.example".encode())

    def test_refused(self) -> None:
        for text, why in (
            ("配達@people.example.org", "SMTPUTF8"),
            ("x <ü@b.example>", "SMTPUTF8"),
            ('"ü <a@b.example>', "not closed"),
            ("(ü", "not closed"),
            ("ü)", "not open"),
            ("<a@b.example", "not closed"),
        ):
            with self.subTest(text):
                self.assertRaisesRegex(Unsayable, why, seven, b"Cc", f"{text} ü".encode())
        self.assertRaisesRegex(Unsayable, "percent", seven, b"List-Unsubscribe", " <https://x.example/ü>".encode())

    def test_the_author_is_whom_it_says(self) -> None:
        def answer(value: str) -> str | bytes:
            return passed(f"From: {value}\r\n".encode() + FIELDS + BODY)

        self.assertIn(b"From: =?utf-8?b?SsO2cmc=?= <a@example.com>\r\n", bytes(answer("Jörg <a@example.com>")))  # type: ignore[arg-type]
        self.assertRegex(str(answer("Jörg <evil@bank.test>")), "^550 5.7.1 From: evil@bank.test")
        self.assertRegex(str(answer('"a@example.com" ü <evil@bank.test>')), "^550 5.7.1 From: evil@bank.test")
        self.assertRegex(str(answer("ü <evil@bänk.test>")), "^550 5.7.1 From: evil@xn--bnk-qla.test")
        self.assertRegex(str(answer("Müller, Hans <a@example.com>")), "^554 5.6.0 The From field cannot be read")
        first = "X-Mailbox-Line: From : Jörg <a@example.com>\r\n".encode()
        self.assertIn(b"\r\nFrom: =?utf-8?b?SsO2cmc=?= <a@example.com>\r\n", bytes(passed(first + FIELDS + BODY)))  # type: ignore[arg-type]


class Parameters(unittest.TestCase):
    def test_as_rfc_2231_writes_them(self) -> None:
        self.assertEqual(
            field(b"Content-Disposition", 'attachment; filename="Größe 1.pdf"; size=3'),
            " attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%201.pdf; size=3",
        )
        both = "attachment; filename=ü.pdf; filename*=utf-8''%C3%BC.pdf"
        self.assertEqual(field(b"Content-Disposition", both), " attachment; filename*=utf-8''%C3%BC.pdf")
        long = email.message_from_string(f"Content-Type: a/b;{field(b'Content-Type', 'x; name=' + '切' * 300)[3:]}\n\n")
        self.assertEqual(long.get_filename(), "切" * 300)

    def test_refused(self) -> None:
        for value in ('multipart/mixed; boundary="ü"', "text/plain; name=ü 1.pdf", "text/ü", "text/plain; name*=ü"):
            with self.subTest(value):
                self.assertRaises(Unsayable, seven, b"Content-Type", f" {value}".encode())


class Smtputf8(unittest.TestCase):
    """A client that asks for it sends to servers with it alone (RFC 6531 section 3.7.1): its header stays."""

    def talk(self, login: str | None = "app", **how: object) -> Conversation:
        talk = Conversation(login, **how)  # type: ignore[arg-type]
        self.addCleanup(talk.session.end)
        return talk

    def test_the_header_stays(self) -> None:
        raw = HEADER.replace(b"Subject: t", "Cc: 配達@b.example\r\nSubject: 切手".encode()) + BODY
        talk = self.talk(sender="app@example.com", options=(b"BODY=8BITMIME", b"smtputf8"))
        self.assertEqual(talk.recipients(), "")
        self.assertEqual(talk.message(raw), raw)
        self.assertRegex(str(passed(raw)), "^554 5.6.9 The field Cc .* SMTPUTF8")

    def test_addresses_in_the_envelope(self) -> None:
        for sender, recipient in (("ü@example.com", "a@b.example"), ("app@example.com", "ü@b.example")):
            for login, submitted in (("app", True), (None, False)):
                talk = self.talk(login, submitted=submitted, sender=sender.encode().decode("latin-1"))
                self.assertRegex(talk.tell(b"R", f"<{recipient}>\0".encode()), "^553 5.6.7 The address in (MAIL|RCPT)")
            talk = self.talk(sender=sender.encode().decode("latin-1"), options=(b"SMTPUTF8",))
            self.assertEqual(talk.tell(b"R", f"<{recipient}>\0".encode()), "")
