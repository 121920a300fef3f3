"""Nothing over 998 octets and no 8-bit body leaves; what arrives decodes to what was handed in, and what need not be
changed is not."""

import base64
import email
import email.policy
import random
import unittest

from handed_in import FIELDS, HEADER, Conversation, leaves, passed
from kitte.clerk import body, recoding
from kitte.clerk.folding import refold, too_long

MIME = b"MIME-Version: 1.0\r\n"


def part(kind: bytes, content: bytes, encoding: bytes = b"") -> bytes:
    more = b"Content-Transfer-Encoding: " + encoding + b"\r\n" if encoding else b""
    return b"Content-Type: " + kind + b"\r\n" + more + b"\r\n" + content


def multipart(*parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"=b") -> bytes:
    inside = b"".join(b"--" + boundary + b"\r\n" + one + b"\r\n" for one in parts)
    return part(b"multipart/" + kind + b'; boundary="' + boundary + b'"', inside + b"--" + boundary + b"--\r\n")


def carried(raw: bytes, chunk: int = 65535) -> bytes:
    """As any server may pass it on."""
    after = passed(raw, chunk=chunk)
    if not isinstance(after, bytes):
        raise AssertionError(after)
    if any(len(line) > 998 for line in after.split(b"\r\n")):
        raise AssertionError(f"a line is too long: {after!r}")
    return after


class Untouched(unittest.TestCase):
    def test_what_any_server_may_pass_on(self) -> None:
        for raw in (
            HEADER + b"\r\nHello.\r\n",
            HEADER + b"\r\n",
            HEADER + MIME + part(b"text/plain", b"x" * 998 + b"\r\n", b"8bit"),
            HEADER + MIME + multipart(part(b"text/plain", b"a"), part(b"image/png", b"QUJD", b"base64")),
            HEADER.replace(b"Subject: t", b"Subject: " + b"x" * 989) + b"\r\nHello.\r\n",
            HEADER + b"X-A: " + b"a " * 400 + b"\r\n\t" + b"b " * 400 + b"\r\n\r\nHello.\r\n",
        ):
            with self.subTest(raw[-60:]):
                self.assertEqual(carried(raw), raw)

    def test_parts_that_are_signed(self) -> None:
        inner = part(b"text/plain; charset=utf-8", b"=C3=A9", b"quoted-printable")
        signed = multipart(inner, part(b"application/pgp-signature", b"x"), kind=b"signed", boundary=b"s")
        raw = HEADER + MIME + signed
        self.assertEqual(carried(raw), raw)
        attached = part(b"message/rfc822", b"Received: from a\r\nX-Originating-IP: [192.0.2.1]\r\n" + MIME + signed)
        both = HEADER + MIME + multipart(part(b"text/plain; charset=utf-8", "à".encode()), attached)
        self.assertIn(attached, carried(both))
        self.assertNotIn("à".encode(), carried(both))

    def test_8_bit_text_in_a_part_that_is_signed_is_refused_with_its_number(self) -> None:
        for inner, line, flaw in (
            (part(b"text/plain", "a\r\né".encode(), b"8bit"), 6, "octets beyond ASCII"),
            (part(b'text/plain; name="\xc3\xa9"', b"a"), 2, "octets beyond ASCII"),
            (part(b"text/plain", b"a\rb"), 4, "a CR without an LF"),
        ):
            with self.subTest(flaw):
                raw = HEADER + MIME + multipart(inner, part(b"application/pgp-signature", b"x"), kind=b"signed")
                expected = f"^554 5.6.3 Line {line} of the body holds {flaw}.* signed.*base64"
                self.assertRegex(str(passed(raw)), expected)

    def test_a_long_line_in_a_part_that_is_signed_is_refused_with_its_number(self) -> None:
        long = multipart(part(b"text/html", b"short\r\n" + b"y" * 999), kind=b"signed")
        answer = str(passed(HEADER + MIME + long))
        self.assertRegex(answer, "^554 5.6.3 Line 5 of the body has 999 octets; 998 are .* signed")
        notice = passed(HEADER + MIME + long, None, submitted=False)
        self.assertRegex(str(notice), "^554 5.6.3 ")  # by sendmail too


class Body(unittest.TestCase):
    def test_long_lines_and_8_bit_text_are_encoded(self) -> None:
        japanese = "日本語の本文です。\r\n".encode() * 30
        for content, encoding in (
            ("Ça va très bien, merci beaucoup.\r\n".encode(), b"quoted-printable"),
            (japanese, b"base64"),
            (b"<p>" + b"word " * 400 + b"</p>\r\n", b"quoted-printable"),
            (b"a\rb\r\n", b"quoted-printable"),
            (b"trailing \r\n.\r\n" + b"x" * 999 + b"=\t\r\n", b"quoted-printable"),
        ):
            for given in (b"", b"7bit", b"8bit", b"binary"):
                with self.subTest(content=content[:20], given=given):
                    raw = HEADER + MIME + part(b"text/html; charset=utf-8", content, given)
                    after = carried(raw)
                    message = email.message_from_bytes(after)
                    self.assertTrue(after.isascii())
                    self.assertEqual(message.get_all("Content-Transfer-Encoding"), [encoding.decode()])
                    self.assertEqual(message["Content-Type"], "text/html; charset=utf-8")
                    self.assertEqual(leaves(after), leaves(raw))
        after = carried(HEADER + MIME + part(b"text/plain; charset=utf-8", japanese))
        self.assertLess(len(after), 1.4 * len(japanese) + len(HEADER) + 100)

    def test_without_mime_it_is_text_and_says_so(self) -> None:
        long = b"x" * 999 + b"\r\n"
        for content, charset in (("é\r\n".encode(), "utf-8"), (b"\xe9\r\n", "unknown-8bit"), (long, "us-ascii")):
            with self.subTest(charset):
                message = email.message_from_bytes(carried(HEADER + b"\r\n" + content))
                self.assertEqual((message["MIME-Version"], message.get_content_charset()), ("1.0", charset))
                self.assertEqual(leaves(message.as_bytes())[0][1], content.rstrip(b"\r\n"))

    def test_encoded_content_keeps_its_encoding(self) -> None:
        octets = bytes(range(256)) * 20
        raw = HEADER + MIME + part(b"image/png", base64.b64encode(octets), b"base64")
        self.assertEqual(leaves(carried(raw))[0][1], octets)
        quoted = b"=C3=A9 soft=\r\n " + b"abc=3D" * 300 + b"\r\n\xc3\xa9\r\n"
        raw = HEADER + MIME + part(b"text/plain; charset=utf-8", quoted, b"Quoted-Printable")
        self.assertEqual(leaves(carried(raw)), leaves(raw))
        self.assertTrue(carried(raw).isascii())

    def test_what_cannot_be_encoded_is_refused(self) -> None:
        long = b"z" * 999 + b"\r\n"
        for raw, why in (
            (HEADER + MIME + part(b"text/plain", long, b"x-uuencode"), "its part has the encoding x-uuencode"),
            (HEADER + MIME + part(b"multipart/mixed", long), "or has no boundary"),
            (HEADER + MIME + part(b"message/partial", long), "must not be encoded"),
            (HEADER + MIME + multipart(part(b"text/plain", b"a")) + b"e" * 999 + b"\r\n", "it belongs to no part"),
            (HEADER + MIME + part(b"text/plain", b"\xe9", b"x-uuencode"), "its part has the encoding x-uuencode"),
            (HEADER + MIME + part(b"multipart/mixed", b"\xe9"), "or has no boundary"),
            (HEADER + MIME + part(b"message/partial", b"a\rb"), "must not be encoded"),
            (HEADER + MIME + multipart(b"no field \xe9"), "or malformed"),
        ):
            with self.subTest(why):
                expected = rf"^554 5\.6\.3 Line \d+ of the body .*{why}.*quoted-printable or base64"
                self.assertRegex(str(passed(raw)), expected)

    def test_what_no_reader_sees_is_blanked(self) -> None:
        inside = multipart(part(b"text/plain", b"a"), part(b"image/png", b"QU\xe9JD\r", b"base64"))
        raw = HEADER + MIME + inside.replace(b"\r\n\r\n", "\r\n\r\nVor\rwört.\r\n".encode(), 1) + "é\r\n".encode()
        after = carried(raw)
        self.assertIn(b"\r\n\r\nVor w?rt.\r\n--=b\r\n", after)
        self.assertTrue(after.endswith(b"\r\n--=b--\r\n?\r\n"))
        self.assertEqual([content for _, content, _ in leaves(after)], [b"a", b"ABC"])

    def test_the_header_of_a_part_is_ascii(self) -> None:
        attached = "Subject: Grüße\r\nX-Note: \r\n".encode() + b"X-Odd: \xe9\r\n\r\nHello.\r\n"
        named = part('application/pdf; name="Größe.pdf"'.encode(), b"a")
        named = 'Content-Disposition: attachment; filename="Größe 1.pdf"\r\r\n'.encode() + named
        after = carried(HEADER + MIME + multipart(named, part(b"message/rfc822", attached)))
        self.assertTrue(after.isascii())
        self.assertEqual(leaves(after)[0], ("application/pdf", b"a", "Größe 1.pdf"))
        inner = email.message_from_bytes(after, policy=email.policy.default).get_payload(1).get_payload(0)  # type: ignore[union-attr]
        self.assertEqual(str(inner["Subject"]), "Grüße")
        self.assertIn(b"\r\nX-Odd: =?unknown-8bit?q?=E9?=\r\n", after)
        for field in (b"Content-Description: \xe9", b"Content-ID: <\xc3\xa9@a>", b"X-A: a\rb", b"X-A: " + b"x" * 1000):
            raw = HEADER + MIME + multipart(field + b"\r\n" + part(b"text/plain", b"a"))
            self.assertRegex(str(passed(raw)), "^554 5.6.0 The field .* of a part: ")

    def test_the_machines_own_notice_is_not_lost(self) -> None:
        inner = b"Subject: \xe9\r\nX-A: " + b"x" * 1000 + b"\r\nTo: \xe9@a\r\n\r\n\xe9\r\n"
        raw = HEADER + MIME + multipart(part(b"message/rfc822", inner), b"malformed \xe9", kind=b"report") + b"\xe9\r\n"
        talk = Conversation(None, submitted=False, sender="")
        self.addCleanup(talk.session.end)
        self.assertIsInstance(talk.message(raw), bytes)

    def test_attached_messages_keep_their_header(self) -> None:
        inner = b"Received: from a\r\nX-Originating-IP: [192.0.2.1]\r\nReferences: " + b"<a@b> " * 300 + b"\r\n"
        attached = inner + MIME + part(b"text/plain; charset=utf-8", "é\r\n".encode() + b"x " * 600, b"8bit")
        raw = HEADER + MIME + multipart(part(b"text/plain", b"see"), part(b"message/rfc822", attached, b"8bit"))
        message = email.message_from_bytes(carried(raw)).get_payload(1).get_payload(0)  # type: ignore[union-attr]
        self.assertEqual((message["Received"], message["X-Originating-IP"]), ("from a", "[192.0.2.1]"))
        self.assertEqual(message["References"].replace("\r\n", "").split(), ["<a@b>"] * 300)
        self.assertEqual(leaves(carried(raw)), leaves(raw))

    def test_a_disk_without_room_matters_only_where_the_body_is_written_anew(self) -> None:
        def fails(_self: object, _chunk: bytes) -> int:
            raise OSError(28, "No space left on device")

        kept = body.tempfile.SpooledTemporaryFile.write
        body.tempfile.SpooledTemporaryFile.write = fails  # type: ignore[method-assign, assignment]
        try:
            self.assertEqual(carried(HEADER + b"\r\nHello.\r\n"), HEADER + b"\r\nHello.\r\n")
            self.assertRaises(OSError, carried, HEADER + "\r\né\r\n".encode())
        finally:
            body.tempfile.SpooledTemporaryFile.write = kept  # type: ignore[method-assign]

    def test_a_line_of_many_megabytes(self) -> None:
        raw = HEADER + MIME + part(b"text/html", b"<b>=\xe9" * 800_000)
        self.assertEqual(leaves(carried(raw)), leaves(raw))


class Header(unittest.TestCase):
    def test_addresses_without_blanks(self) -> None:
        addresses = [f"user{at}@inbox.example.net" for at in range(120)]
        for separator in (",", ", "):
            field = f"To: {separator.join(addresses)}".encode()
            raw = HEADER.replace(b"To: x@y.example", field) + b"\r\nHello.\r\n"
            after = email.message_from_bytes(carried(raw), policy=email.policy.default)
            self.assertEqual([address.addr_spec for address in after["To"].addresses], addresses)

    def test_unfolded_it_says_what_it_said(self) -> None:
        for name, value in (
            (b"Subject", b" " + b"word  two " * 200),
            (b"X-Note", b" " + b"a b\t" * 300 + b"\n " + b"c d " * 300),
            (b"References", b" " + b"<a@b.example> " * 90),
            (b"List-Unsubscribe", b" <mailto:a@b.example>, <https://b.example/" + b"u" * 940 + b">"),
        ):
            with self.subTest(name):
                folded = refold(name, value) or b""
                self.assertFalse(too_long(name, folded))
                self.assertEqual(folded.replace(b"\n", b""), value.replace(b"\n", b""))
                self.assertTrue(all(line.strip() and line[:1] in b" \t" for line in folded.split(b"\n")))

    def test_a_blank_is_added_only_where_it_says_nothing(self) -> None:
        value = b' "a,b" <a@b.example>,(c,d)e@f.example,<x@y.example>' * 1 + b",long@b.example" * 80
        folded = refold(b"Cc", value) or b""
        self.assertIn(b'"a,b"', folded)
        self.assertIn(b"(c,d)", folded)
        self.assertEqual(folded.replace(b"\n", b"").replace(b" ", b""), value.replace(b" ", b""))
        references = refold(b"References", b" " + b"<a@b.example>" * 90) or b""
        self.assertEqual(references.split(), [b"<a@b.example>"] * 90)
        self.assertIsNone(refold(b"List-Unsubscribe", b" <https://b.example/" + b"u," * 600 + b">"))

    def test_a_subject_without_a_blank_is_encoded(self) -> None:
        for text in ("x" * 1200, "件名" * 300):
            raw = HEADER.replace(b"Subject: t", b"Subject: " + text.encode()) + b"\r\nHello.\r\n"
            self.assertEqual(str(email.message_from_bytes(carried(raw), policy=email.policy.default)["Subject"]), text)

    def test_what_cannot_be_folded_or_is_too_much_is_refused(self) -> None:
        for field, answer in (
            (b"X-Json: " + b"x" * 1000, "^554 5.6.0 The field X-Json has a line of 1001 octets and no blank"),
            (b"Cc: " + b"someone@somewhere.example.net, " * 1800, "^552 5.3.4 The field Cc has 54000 octets or more"),
            (b"X-A: a\rb\r\r\n c\r", "^554 5.6.0 The field X-A holds a CR without an LF"),
            (b"\r\n".join(b"X-%d: " % at + b"a " * 400 for at in range(400)), "^552 5.3.4 The header has 3.* octets"),
        ):
            with self.subTest(answer):
                self.assertRegex(str(passed(HEADER + field + b"\r\n\r\nHello.\r\n")), answer)
        cc = b"Cc: " + b"someone@somewhere.example.net, " * 1700 + b"a@b\r\n"
        self.assertIsInstance(carried(HEADER + cc + b"\r\n"), bytes)

    def test_date_and_message_id_are_added(self) -> None:
        message = email.message_from_bytes(carried(b"From: app@example.com\r\nTo: x@y.example\r\n\r\nHello.\r\n"))
        self.assertRegex(message["Message-ID"], r"^<[0-9a-f.]+@mail\.example\.com>$")
        self.assertIsNotNone(email.utils.parsedate_to_datetime(message["Date"]))
        complete = b"From: app@example.com\r\n" + FIELDS + b"\r\n"
        self.assertEqual(carried(complete), complete)


class AnyMessage(unittest.TestCase):
    """Seeded, so that a failure can be had again."""

    def test_it_decodes_to_the_same(self) -> None:
        chance = random.Random(20261127)  # noqa: S311
        for number in range(400):
            raw = HEADER + MIME + self.entity(chance, 0) + b"\r\n"
            with self.subTest(number):
                after = carried(raw, chance.choice([65535, 7, 100]))
                self.assertEqual(leaves(after), leaves(raw))

    def entity(self, chance: random.Random, depth: int) -> bytes:
        if depth < 3 and chance.random() < 0.5:
            boundary = b"b%d_%d" % (depth, chance.randrange(9999))
            parts = [self.entity(chance, depth + 1) for _ in range(chance.randint(1, 3))]
            return multipart(*parts, boundary=boundary).removesuffix(b"\r\n")
        if depth < 3 and chance.random() < 0.2:
            return part(b"message/rfc822", b"Subject: in\r\n" + self.entity(chance, depth + 1))
        return self.leaf(chance)

    def leaf(self, chance: random.Random) -> bytes:
        encoding = chance.choice([b"", b"7bit", b"8bit", b"binary", b"quoted-printable", b"base64"])
        kind = chance.choice([b"text/plain; charset=utf-8", b"text/html", b"application/octet-stream; name=x"])
        if encoding == b"base64":
            return part(kind, base64.b64encode(chance.randbytes(chance.randint(0, 2000))), encoding)
        if encoding == b"quoted-printable":
            return part(kind, b"=C3=A9 soft=\r\n line " + b"abc=3D" * chance.randint(1, 400) + b" end", encoding)
        octets = bytes(chance.choice([9, 32, 61, 46, 65, 200, 255]) for _ in range(chance.randint(0, 3000)))
        text = [b"hello\r\nworld", "é あ= .\r\n.\r\nFrom x\r\n trailing \r\n".encode(), octets + b"\r\nx", b"a\rb\r\nc"]
        return part(kind, chance.choice([*text, b"w=\t ." * chance.randint(150, 400) + b"\r\nend"]), encoding)

    def test_pieces_of_any_size_are_one_line(self) -> None:
        chance = random.Random(1)  # noqa: S311
        for _ in range(300):
            line = b"".join(chance.choice([b"=3D", b"a", b" ", b"=E3"]) for _ in range(chance.randint(0, 400))) + b"."
            cuts = sorted(chance.sample(range(len(line) + 1), min(4, len(line))))
            pieces = [line[start:end] for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]
            pieces[-1] += b"\r\n"
            after = b"".join(recoding.mended_quoted_printable(pieces))
            self.assertEqual(after.replace(b"=\r\n", b""), line + b"\r\n")
            self.assertTrue(all(len(one) <= 76 for one in after.split(b"\r\n")))
