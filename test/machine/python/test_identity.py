"""Who a message says it is from is whom its login may send as; else it is refused in words that say what to write."""

import json
import re
import tempfile
import unittest
from pathlib import Path

from handed_in import FIELDS, SETTINGS, Conversation, passed
from kitte.ownership import PROBE, Ownership, from_file, senders_file

OWN = Ownership(SETTINGS)  # type: ignore[arg-type]
BODY = b"\r\nHello.\r\n"


def written(*fields: str, login: str | None = "app", submitted: bool = True) -> str | bytes:
    lines = "".join(f"{field}\r\n" for field in fields).encode("latin-1")
    return passed(lines + FIELDS + BODY, login, submitted=submitted)


class From(unittest.TestCase):
    def test_taken_as_written(self) -> None:
        for value in (
            "a@example.com",
            "A <a@example.com>",
            '"A, B <evil@bank.test>" <a@example.com>',
            "=?utf-8?q?J=C3=B6rg?= <A@EXAMPLE.COM>",
            "a@example.com (a (nested) comment)",
            "a@example.com, b@example.com",
            "Dr. A <a@example.com>",
            'hello(a)@(b)example.com, "a"@example.com',
        ):
            with self.subTest(value):
                self.assertEqual(written(f"From: {value}"), f"From: {value}\r\n".encode("latin-1") + FIELDS + BODY)

    def test_refused(self) -> None:
        for value in (
            "evil@bank.test",
            '"a@example.com" <evil@bank.test>',
            "a@example.com <evil@bank.test>",
            "<a@example.com> <evil@bank.test>",
            "a@example.com, evil@bank.test",
            "evil@bank.test (a@example.com)",
            "a@example.com.bank.test",
            "a@sub.example.com",
            "g: a@example.com;",
            "<@example.com:evil@bank.test>",
            '"unclosed <a@example.com>',
            "(unclosed a@example.com",
            "a@example.com,",
            "a@@example.com",
            "a@[192.0.2.1]",
            "a..b@example.com",
            '"evil@bank.test"@example.com',
            "=?utf-8?q?a=40example.com?=",
            "Kitte, Inc. <a@example.com>",
            "=?utf-8?q?a?=@b <a@example.com>",
            'a@b "x" <a@example.com>',
            "<>",
            "",
        ):
            with self.subTest(value):
                self.assertRegex(str(written(f"From: {value}")), r"^55[04] 5\.[67]\.[01] ")

    def test_the_words_say_field_address_and_what_the_login_may(self) -> None:
        self.assertEqual(
            written("From: evil@bank.test", login="one"),
            "550 5.7.1 From: evil@bank.test is not an address that login one may send as: "
            "that is one@example.com, postmaster@example.com",
        )
        self.assertIn('Write From: "the name in quotes" <address@domain>', str(written("From: A, B <a@example.com>")))

    def test_words_stay_short(self) -> None:
        for field in (f"From: {'a' * 50_000}@bank.test", f"From: {'a.' * 200}b@{'c.' * 9000}test"):
            self.assertLess(len(str(written(field))), 400)
        self.assertLess(len(str(written("From: a@example.com", f"X-{'a' * 900}: {'b' * 999}"))), 400)

    def test_an_address_as_a_name_gets_its_quotes(self) -> None:
        for name in ("a@example.com", "evil@bank.test", "[Shop] a", "Joe @ Home"):
            with self.subTest(name):
                expected = f'From: "{name}" <a@example.com>\r\n'.encode("latin-1")
                self.assertEqual(written(f"From: {name} <a@example.com>"), expected + FIELDS + BODY)

    def test_a_blank_before_its_colon_on_the_first_line(self) -> None:
        """Which smtpd(8) takes for a line of a mailbox file."""
        line = "X-Mailbox-Line: From : Shop <shop@example.com>"
        self.assertEqual(written(line), FIELDS + b"From: Shop <shop@example.com>\r\n" + BODY)
        self.assertRegex(str(written("X-Mailbox-Line: From : evil@bank.test")), "^550 5.7.1 From: evil@bank.test")
        self.assertRegex(str(written(line, "From: a@example.com")), "^554 5.6.0 The field From stands there 2 times")
        self.assertIn(b"X-Mailbox-Line: From me", bytes(written("X-Mailbox-Line: From me")))  # type: ignore[arg-type]

    def test_a_missing_one_is_the_envelope_sender_as_the_client_wrote_it(self) -> None:
        self.assertEqual(passed(FIELDS + BODY), FIELDS + b"From: app@example.com\r\n" + BODY)
        talk = Conversation(sender="")
        talk.recipients()
        self.addCleanup(talk.session.end)
        self.assertRegex(str(talk.message(FIELDS + BODY)), "^554 5.6.0 There is no From")

    def test_the_machine_itself_is_anybody_at_the_domain(self) -> None:
        self.assertIsInstance(written("From: root@example.com", login=None, submitted=False), bytes)
        foreign = written("From: root@elsewhere.test", login=None, submitted=False)
        self.assertRegex(str(foreign), "mail from this machine may send as: that is an address at example.com")
        self.assertEqual(written("From: a@example.com", login=None), "530 5.7.0 Log in first")


class Others(unittest.TestCase):
    def test_each_names_whom_the_login_owns(self) -> None:
        own = "From: a@example.com"
        for name in ("Sender", "Resent-From", "Resent-Sender"):
            with self.subTest(name):
                more = () if name != "Resent-Sender" else ("Resent-From: a@example.com",)
                self.assertIsInstance(written(own, *more, f"{name}: b@example.com"), bytes)
                foreign = str(written(own, *more, f"{name}: evil@bank.test"))
                self.assertRegex(foreign, f"^550 5.7.1 {name}: evil@bank.test")
                nobody = str(written(own, *more, f"{name}: nobody"))
                self.assertRegex(nobody, f"^554 5.6.0 The {name} field cannot be read")
        two = ("Resent-From: b@example.com", "Resent-From: evil@bank.test")
        self.assertRegex(str(written(own, *two)), "^550 5.7.1 Resent-From: evil@bank.test")

    def test_an_empty_sender_is_left_out(self) -> None:
        self.assertEqual(written("From: a@example.com", "Sender: "), b"From: a@example.com\r\n" + FIELDS + BODY)

    def test_what_else_may_not_be_empty_is_left_out_or_made(self) -> None:
        for name in ("Cc", "Reply-To", "In-Reply-To", "References", "Content-Language", "List-Id", "Resent-To"):
            with self.subTest(name):
                self.assertEqual(written("From: a@example.com", f"{name}:"), written("From: a@example.com"))
        raw = b"From: a@example.com\r\nTo: \r\nDate:\r\nMessage-ID: \r\nSubject:\r\nX-Note:\r\n" + BODY
        made = bytes(passed(raw))  # type: ignore[arg-type]
        self.assertNotIn(b"To:", made)
        self.assertIn(b"Subject:\r\nX-Note:\r\n", made)
        self.assertRegex(made, rb"Date: \w+, .*\r\nMessage-ID: <[0-9a-f.]+@mail\.example\.com>\r\n")
        self.assertRegex(str(written("From:")), "^554 5.6.0 The From field cannot be read")

    def test_a_resent_block_needs_who_resent_it(self) -> None:
        answer = written("Resent-To: x@y.example", "From: a@example.com")
        self.assertRegex(str(answer), "^554 5.6.0 There is Resent-To and no Resent-From: write Resent-From")


class Recipients(unittest.TestCase):
    def test_what_this_machine_takes_for_itself_is_none_of_a_clients(self) -> None:
        for address in ("root@localhost", "a@LOCALHOST.", "a@localhost.localdomain", "a@[127.0.0.1]", "a@[10.0.0.10]"):
            talk = Conversation()
            self.addCleanup(talk.session.end)
            answer = talk.tell(b"R", f"<{address}>\0".encode())
            self.assertRegex(answer, f"^550 5.1.2 {re.escape(address)} is this server itself")
            own = Conversation(None, submitted=False)  # cron writes to root
            self.addCleanup(own.session.end)
            self.assertEqual(own.tell(b"R", f"<{address}>\0".encode()), "")
        talk = Conversation()
        self.addCleanup(talk.session.end)
        others = ("root@example.com", "postmaster", "a@localhost.example", "a@[192.0.2.1]")
        for address in (*others, PROBE):  # the machine's own try of its ports
            self.assertEqual(talk.tell(b"R", f"<{address}>\0".encode()), "")


class Once(unittest.TestCase):
    def test_a_field_that_may_stand_there_once(self) -> None:
        names = ("From", "Sender", "Reply-To", "To", "Cc", "Message-ID", "In-Reply-To", "References", "Subject", "Date")
        more = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-ID", "Content-Disposition")
        for name in (*names, *more, "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"):
            with self.subTest(name):
                fields = () if name == "From" else ("From: a@example.com",)
                answer = str(written(*fields, f"{name}: a@example.com", f"{name.lower()}: a@example.com"))
                self.assertRegex(answer, rf"^554 5.6.0 The field {name} stands there [23] times .*: write it once")

    def test_others_may_stand_there_often(self) -> None:
        answer = str(written("From: a@example.com", "Subject: a", "Subject: b"))
        self.assertIn("PHP's mail() writes it by itself: leave it out of the additional headers", answer)
        often = ("X-A: 1", "X-A: 2", "Comments: a", "Comments: b")
        self.assertIsInstance(written("From: a@example.com", *often), bytes)


class Envelope(unittest.TestCase):
    def answer(self, sender: str, login: str) -> str:
        talk = Conversation(login, sender=sender)
        self.addCleanup(talk.session.end)
        return talk.recipients()

    def test_own_and_foreign(self) -> None:
        app = (("app", "anything@example.com"), ("app", "john doe@example.com"))
        for login, sender in (*app, ("one", "ONE@Example.com"), ("one", ""), ("ONE", "one@example.com")):
            with self.subTest(sender):
                self.assertEqual(self.answer(sender, login), "")
        app = (("app", "a@sub.example.com"), ("app", "a"), ("app", "a\rFrom: evil@example.com"))
        for login, sender in (*app, ("one", "two@example.com"), ("gone", "a@example.com")):
            with self.subTest(sender):
                expected = f"^553 5.7.1 The envelope sender {sender.replace(chr(13), '[?]')} is not an address"
                self.assertRegex(self.answer(sender, login), expected)

    def test_tags_and_verp(self) -> None:
        self.assertTrue(OWN.may("one", "one+news@example.com"))
        self.assertTrue(OWN.may("one", "one+reader=inbox.example.net@example.com"))
        self.assertFalse(OWN.may("two", "one+news@example.com"))
        # An exact entry of another login wins, and its own tags with it.
        self.assertFalse(OWN.may("one", "one+two@example.com"))
        self.assertFalse(OWN.may("one", "one+two+x@example.com"))
        self.assertTrue(OWN.may("two", "one+two@example.com"))
        self.assertTrue(OWN.may("two", "one+two+x@example.com"))
        # A field turns it off; roles and the server's own bounces are no login's by a tag.
        self.assertTrue(OWN.may("bare", "bare@example.com"))
        self.assertFalse(OWN.may("bare", "bare+x@example.com"))
        self.assertTrue(OWN.may("one", "postmaster@example.com"))
        self.assertFalse(OWN.may("one", "postmaster+x@example.com"))
        self.assertFalse(OWN.may("one", "+one@example.com"))
        self.assertTrue(OWN.may("app", "one+two@example.com"))

    def test_past_the_most_recipients_nothing_is_sent(self) -> None:
        talks = Conversation(), Conversation()
        for talk in talks:
            self.addCleanup(talk.session.end)
        self.assertEqual(talks[0].recipients(3), "")
        answer = talks[1].recipients(4)
        self.assertRegex(answer, "^554 5.5.3 More than 3 recipients: nothing was sent. Send it to at most 3 at once")


class Settings(unittest.TestCase):
    def test_a_changed_file_is_in_force_with_the_next_message(self) -> None:
        users = [{"login": "a", "senders": ["a@example.com"], "subaddresses": False}, {"login": "b", "senders": []}]
        settings = {"domain": "example.com", "users": users, "limits": {"recipientsPerMessage": 7}}
        text = senders_file(settings)
        self.assertEqual(json.loads(text)["untagged"], ["a"])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "senders.json"
            path.write_text(text)
            read = from_file(path)
            self.assertEqual(read().recipients, 7)
            self.assertIs(read(), read())
            path.with_suffix(".new").write_text(text.replace("7", "8"))
            path.with_suffix(".new").replace(path)
            self.assertEqual(read().recipients, 8)
